"""From an alarm to somebody: topics, chat, topics elsewhere, composite alarms, regions."""

from __future__ import annotations

from typing import Any

import pytest

from hinomi.chains.composites import over
from hinomi.chains.joins import join, same_name
from hinomi.chains.links import Chain, Link, State, best, broken, holds, unproved
from hinomi.chains.readers import Ends, Readers
from hinomi.chains.sources import from_trails
from hinomi.iam import Answer
from hinomi.resource import Absent, Known, Resource, Unknown
from tests.policies.hinomi.world import allow, arn, made_from, resource, world

TOPIC = arn("sns", "alarms")


def alarm(**values: Any) -> Resource:
    settings = {"alarm_name": "root", "alarm_actions": [TOPIC]} | values
    return resource("aws_cloudwatch_metric_alarm.root", **settings)


def topic(name: str = "alarms", **values: Any) -> Resource:
    return resource(f"aws_sns_topic.{name}", **{"name": name, "arn": ...} | values)


def mail(**values: Any) -> Resource:
    settings = {"topic_arn": TOPIC, "protocol": "email", "endpoint": "soc@example.com"} | values
    return resource("aws_sns_topic_subscription.mail", **settings)


def way(*resources: Resource, ends: Ends | None = None) -> Chain:
    evidence = world(*resources)
    start = Chain((Link("alarm", "root", "aws_cloudwatch_metric_alarm.root", (holds("rings"),)),))
    return best(Readers(evidence, ends or Ends()).of_alarm(start, evidence.alarms[0]))


@pytest.mark.parametrize(
    ("resources", "state", "words"),
    [
        ([alarm(), topic(), mail()], State.HOLDS, "reaches email soc@example.com"),
        ([alarm(), topic(), mail(protocol="sms", endpoint="+8190")], State.HOLDS, "reaches sms"),
        ([alarm(), topic()], State.BROKEN, "no subscription on topic alarms"),
        ([alarm(), topic(), mail(endpoint="soc")], State.BROKEN, "is no mail address"),
        ([alarm(), topic(), mail(endpoint=...)], State.UNPROVED, "its endpoint is known after"),
        ([alarm(), topic(), mail(protocol=...)], State.UNPROVED, "its protocol is known after"),
        ([alarm(), topic(), mail(protocol="sqs")], State.BROKEN, "a queue alone tells nobody"),
        (
            [alarm(), topic(), mail(filter_policy='{"severity":["high"]}')],
            State.BROKEN,
            "they carry no message attributes",
        ),
        ([alarm(), topic(fifo_topic=True), mail()], State.BROKEN, "it is a FIFO topic"),
        ([alarm()], State.UNPROVED, "is not in this plan, so its subscribers are not known"),
        ([alarm(), mail()], State.HOLDS, "reaches email"),
        ([alarm(alarm_actions=None), topic(), mail()], State.BROKEN, "alarm_actions is empty"),
        (
            [alarm(alarm_actions=made_from("aws_sns_topic.alarms")), topic(), mail()],
            State.HOLDS,
            "reaches email",
        ),
        (
            [alarm(alarm_actions=made_from("aws_ssm_parameter.p")), topic(), mail()],
            State.UNPROVED,
            "known after apply, from aws_ssm_parameter.p.arn",
        ),
        (
            [alarm(), topic(region="us-east-1"), mail()],
            State.HOLDS,  # not this topic: the subscription is to the ARN that the alarm names
            "reaches email",
        ),
        (
            [alarm(), topic(policy=allow("sns:Publish", {"Service": "events.amazonaws.com"}))],
            State.BROKEN,
            "does not let cloudwatch.amazonaws.com publish",
        ),
        (
            [alarm(), topic(kms_master_key_id=arn("kms", "key/1234")), mail()],
            State.UNPROVED,
            "is not in this plan, so its policy is not known",
        ),
        (
            [
                alarm(),
                topic(),
                resource(
                    "aws_sns_topic_subscription.f",
                    topic_arn=TOPIC,
                    protocol="lambda",
                    endpoint=arn("lambda", "function:elsewhere"),
                ),
            ],
            State.UNPROVED,
            "is no function of this plan",
        ),
    ],
)
def test_from_alarm_to_reader(resources: list[Resource], state: State, words: str) -> None:
    chain = way(*resources)
    assert chain.state is state, chain.reason
    assert words in chain.reason


def test_a_chat_channel_reads_a_topic() -> None:
    channel = resource(
        "aws_chatbot_slack_channel_configuration.soc",
        configuration_name="soc",
        sns_topic_arns=made_from("aws_sns_topic.alarms"),
    )
    chain = way(alarm(), topic(), channel)
    assert (chain.state, chain.links[-1].label) == (State.HOLDS, "chat soc")


def test_of_several_ways_the_proved_one_is_shown() -> None:
    chain = way(alarm(), topic(), mail(protocol="sqs"), mail())
    assert chain.state is State.HOLDS


def test_an_unknown_list_of_topics_holds_only_if_each_of_them_does() -> None:
    both = made_from("aws_sns_topic.alarms", "aws_sns_topic.people")
    people = resource(
        "aws_sns_topic_subscription.people",
        topic_arn=made_from("aws_sns_topic.people"),
        protocol="email",
        endpoint="soc@example.com",
    )
    first_unread = way(alarm(alarm_actions=both), topic(), topic("people"), people)
    assert first_unread.state is not State.HOLDS
    second_unread = way(alarm(alarm_actions=both), topic(), topic("people"), mail())
    assert second_unread.state is not State.HOLDS
    read = way(alarm(alarm_actions=both), topic(), topic("people"), people, mail())
    assert read.state is State.HOLDS


def test_a_sensitive_address_is_used_and_not_shown() -> None:
    hidden = mail()
    object.__setattr__(hidden, "sensitive", {"endpoint": True})
    chain = way(alarm(), topic(), hidden)
    assert (chain.state, chain.links[-1].label) == (State.HOLDS, "email (sensitive)")


@pytest.mark.parametrize(
    ("actions", "state"),
    [
        (["kms:Decrypt", "kms:GenerateDataKey*"], State.HOLDS),
        (["kms:*"], State.HOLDS),
        (["kms:Decrypt"], State.BROKEN),
        (["kms:GenerateDataKey*"], State.BROKEN),
    ],
)
@pytest.mark.parametrize("policy_of_its_own", [True, False])
def test_a_key_must_allow_both_actions(
    actions: list[str], state: State, *, policy_of_its_own: bool
) -> None:
    policy = allow(actions, {"Service": "cloudwatch.amazonaws.com"})
    key = resource("aws_kms_key.k", policy=None if policy_of_its_own else policy)
    key_policy = resource("aws_kms_key_policy.k", key_id=made_from("aws_kms_key.k"), policy=policy)
    alias = resource("aws_kms_alias.k", name="alias/ours", target_key_id=made_from("aws_kms_key.k"))
    encrypted = topic(kms_master_key_id="alias/ours")
    chain = way(
        alarm(), encrypted, mail(), key, alias, *([key_policy] if policy_of_its_own else [])
    )
    assert chain.state is state, chain.reason


def test_a_key_with_the_default_policy_is_shut_to_cloudwatch() -> None:
    key = resource("aws_kms_key.k")
    chain = way(alarm(), topic(kms_master_key_id=made_from("aws_kms_key.k")), mail(), key)
    assert chain.state is State.BROKEN
    assert "has the default policy" in chain.reason


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        ('ALARM("root")', State.HOLDS),
        ('ALARM("root") OR ALARM(other)', State.HOLDS),
        (f"(ALARM('{arn('cloudwatch', 'alarm:root')}'))", State.HOLDS),
        ('ALARM("root") AND ALARM("other")', State.UNPROVED),
        ('NOT ALARM("root")', State.UNPROVED),
        ('OK("root")', State.BROKEN),
        ('ALARM("rooted")', None),
    ],
)
def test_composite_alarms(rule: str, state: State | None) -> None:
    composite = resource(
        "aws_cloudwatch_composite_alarm.any", alarm_name="any", alarm_rule=rule, alarm_actions=[]
    )
    evidence = world(alarm(), composite)
    links = [link for link, _ in over(evidence, evidence.alarms[0])]
    assert [link.state for link in links] == ([state] if state is not None else [])


def trail(**values: Any) -> Resource:
    return resource("aws_cloudtrail.t", **{"name": "t"} | values)


@pytest.mark.parametrize(
    ("place", "value", "state"),
    [
        ({}, arn("logs", "log-group:trail:*"), State.HOLDS),
        ({}, arn("logs", "log-group:trail"), State.HOLDS),
        ({}, arn("logs", "log-group:other:*"), State.HOLDS),  # a log group of another plan
        ({"region": "us-east-1"}, arn("logs", "log-group:trail:*"), State.HOLDS),
        ({}, arn("s3", "bucket"), State.BROKEN),
        ({}, None, State.BROKEN),
        ({}, made_from("aws_cloudwatch_log_group.trail"), State.HOLDS),
        ({"provider": "aws.two", "region": None}, arn("logs", "log-group:trail:*"), State.UNPROVED),
        ({}, ..., State.UNPROVED),
    ],
)
def test_from_trail_to_log_group(place: dict[str, Any], value: Any, state: State) -> None:
    group = resource("aws_cloudwatch_log_group.trail", **place, name="trail")
    evidence = world(trail(cloud_watch_logs_group_arn=value), group)
    [landing] = from_trails(evidence, {"aws_cloudtrail.t": (holds("on"),)})
    assert landing.chain.state is state, landing.chain.reason


def test_a_log_group_of_the_same_name_in_another_region_is_another_one() -> None:
    group = resource("aws_cloudwatch_log_group.trail", region="us-east-1", name="trail")
    there = trail(cloud_watch_logs_group_arn=arn("logs", "log-group:trail:*"))
    [landing] = from_trails(world(there, group), {"aws_cloudtrail.t": (holds("on"),)})
    assert landing.group is None


@pytest.mark.parametrize(
    ("value", "answer", "why"),
    [
        (Known("a"), Answer.YES, "by equal name a"),
        (Known("b"), Answer.NO, "b"),
        (Absent(), Answer.NO, "not set"),
        (Unknown(made_from("aws_x.a")), Answer.YES, "by reference"),
        (Unknown(made_from("aws_x.b")), Answer.NO, "refers to aws_x.b"),
        (Unknown(made_from("aws_x.a", "aws_x.b")), Answer.UNSURE, "one of aws_x.a, aws_x.b"),
        (Unknown(made_from(opaque=("local.a",))), Answer.UNSURE, "from local.a"),
        (Unknown(), Answer.UNSURE, "known after apply"),
        (
            Unknown(made_from("aws_x.a", opaque=("local.on",))),
            Answer.YES,
            "by reference, beside local.on",
        ),
    ],
)
def test_a_value_means_a_piece_by_reference_or_by_name(
    value: Known | Unknown | Absent, answer: Answer, why: str
) -> None:
    found = join(value, "aws_x.a", {"aws_x.a", "aws_x.b"}, same_name(Known("a")))
    assert found.answer is answer
    assert why in found.why


def test_the_best_chain_is_proved_else_whole_else_the_one_that_gets_furthest() -> None:
    def chain(*states: str) -> Chain:
        checks = {"+": holds("ok"), "?": unproved("open", "fix"), "x": broken("cut", "fix")}
        return Chain(tuple(Link("l", s, s, (checks[s],)) for s in states))

    near, far, whole, proved = chain("x"), chain(*"++x"), chain(*"+?+"), chain(*"+")
    assert best([near, far]) is far
    assert best([far, whole]) is whole
    assert best([whole, proved, far]) is proved
    assert best([]).state is State.BROKEN
