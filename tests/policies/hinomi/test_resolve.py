"""References followed by name: variables, outputs, instances, and where they end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hinomi.configuration import ConfiguredModule, ConfiguredResource, ModuleCall
from hinomi.resolve import resolve
from hinomi.resource import Known, ModuleStep, Origin, Resource, Target, Unknown
from hinomi.sources.addresses import module_path, traversal


def block(for_each: tuple[str, ...] = (), **expressions: list[str]) -> ConfiguredResource:
    written = {name: {"references": refs} for name, refs in expressions.items()}
    return ConfiguredResource(written, for_each)


def instance(address: str, unknown: dict[str, bool] | None = None, **values: object) -> Resource:
    module, local = module_path(address)
    kind, name = local.split("[")[0].split(".")[-2:]
    key = traversal(local[local.index("[") :])[0] if "[" in local else None
    mode = "data" if local.startswith("data.") else "managed"
    marks = {"arn": True} if unknown is None else unknown
    return Resource(address, kind, name, mode, module, key, values=values, unknown=marks)


def origin(resources: list[Resource], root: ConfiguredModule, address: str, name: str) -> Origin:
    found = {one.address: one for one in resolve(resources, root)}[address].value(name)
    assert isinstance(found, Unknown), found
    return found.origin


def addresses(found: Origin) -> list[str]:
    return [target.address for target in found.targets]


ALARM = instance("aws_alarm.a", {"actions": True})


def test_a_direct_reference() -> None:
    root = ConfiguredModule(
        {"aws_alarm.a": block(actions=["aws_topic.t.arn", "aws_topic.t"]), "aws_topic.t": block()}
    )
    found = origin([ALARM, instance("aws_topic.t")], root, "aws_alarm.a", "actions")
    assert found == Origin((Target("aws_topic.t", ("arn",)),))


def test_through_a_variable_into_an_output() -> None:
    inner = ConfiguredModule(
        {"aws_topic.t": block()}, outputs={"arn": ("aws_topic.t.arn", "aws_topic.t")}
    )
    watch = ConfiguredModule({"aws_alarm.a": block(actions=["var.topic"])})
    root = ConfiguredModule(
        calls={
            "topics": ModuleCall({}, inner),
            "watch": ModuleCall({"topic": ("module.topics.arn", "module.topics")}, watch),
        }
    )
    resources = [
        instance("module.watch.aws_alarm.a", {"actions": True}),
        instance("module.topics.aws_topic.t"),
    ]
    found = origin(resources, root, "module.watch.aws_alarm.a", "actions")
    assert found == Origin((Target("module.topics.aws_topic.t", ("arn",)),))


def test_a_variable_left_to_its_default_refers_to_nothing() -> None:
    watch = ConfiguredModule({"aws_alarm.a": block(actions=["var.topic"])})
    root = ConfiguredModule(calls={"watch": ModuleCall({}, watch)})
    resources = [instance("module.watch.aws_alarm.a", {"actions": True})]
    assert origin(resources, root, "module.watch.aws_alarm.a", "actions") == Origin()


@pytest.mark.parametrize(
    ("references", "expected"),
    [
        (['aws_topic.t["b"].arn', 'aws_topic.t["b"]', "aws_topic.t"], ['aws_topic.t["b"]']),
        (["aws_topic.t", "each.key"], ['aws_topic.t["a"]']),
        (["aws_topic.t"], ['aws_topic.t["a"]', 'aws_topic.t["b"]']),
        (["aws_topic.none[0].arn", "aws_topic.none[0]", "aws_topic.none"], []),
    ],
    ids=["by its key", "with the same key", "any of them", "of no instance"],
)
def test_instances(references: list[str], expected: list[str]) -> None:
    root = ConfiguredModule(
        {
            "aws_alarm.a": block(actions=references),
            "aws_topic.t": block(),
            "aws_topic.none": block(),
        }
    )
    resources = [
        instance('aws_alarm.a["a"]', {"actions": True}),
        instance('aws_topic.t["a"]'),
        instance('aws_topic.t["b"]'),
    ]
    assert addresses(origin(resources, root, 'aws_alarm.a["a"]', "actions")) == expected


def test_each_value_of_resources_is_the_instance_with_the_same_key() -> None:
    root = ConfiguredModule(
        {
            "aws_alarm.a": block(("aws_topic.t",), actions=["each.value.arn", "each.value"]),
            "aws_topic.t": block(),
        }
    )
    resources = [
        instance('aws_alarm.a["b"]', {"actions": True}),
        instance('aws_topic.t["a"]'),
        instance('aws_topic.t["b"]'),
    ]
    found = origin(resources, root, 'aws_alarm.a["b"]', "actions")
    assert found.targets == (Target('aws_topic.t["b"]', ("arn",)),)


def test_a_module_under_for_each_passes_its_own_key_on() -> None:
    watch = ConfiguredModule({"aws_alarm.a": block(actions=["var.topic"])})
    arguments = {"topic": ("each.value.arn", "each.value")}
    root = ConfiguredModule(
        {"aws_topic.t": block()},
        {"watch": ModuleCall(arguments, watch, for_each=("aws_topic.t",))},
    )
    resources = [
        instance('module.watch["b"].aws_alarm.a', {"actions": True}),
        instance('aws_topic.t["a"]'),
        instance('aws_topic.t["b"]'),
    ]
    assert addresses(origin(resources, root, 'module.watch["b"].aws_alarm.a', "actions")) == [
        'aws_topic.t["b"]'
    ]


def test_members_of_an_object_are_told_apart_by_name_or_not_at_all() -> None:
    def found(references: tuple[str, ...]) -> Origin:
        watch = ConfiguredModule({"aws_alarm.a": block(actions=["var.topics.ops", "var.topics"])})
        root = ConfiguredModule(
            {"aws_topic.ops": block(), "aws_topic.dev": block(), "aws_topic.qa": block()},
            {"watch": ModuleCall({"topics": references}, watch)},
        )
        resources = [
            instance("module.watch.aws_alarm.a", {"actions": True}),
            *(instance(f"aws_topic.{name}") for name in ("ops", "dev", "qa")),
        ]
        return origin(resources, root, "module.watch.aws_alarm.a", "actions")

    named = found(("aws_topic.dev.arn", "aws_topic.dev", "aws_topic.ops.arn", "aws_topic.ops"))
    assert (addresses(named), named.by_name) == (["aws_topic.ops"], True)
    unnamed = found(("aws_topic.dev.arn", "aws_topic.dev", "aws_topic.qa.arn", "aws_topic.qa"))
    assert (addresses(unnamed), unnamed.by_name) == (["aws_topic.dev", "aws_topic.qa"], False)
    twice = found(("aws_topic.dev.arn", "aws_topic.ops.arn", "aws_topic.ops.name"))
    assert (addresses(twice), twice.by_name) == (
        ["aws_topic.dev", "aws_topic.ops", "aws_topic.ops"],
        False,
    )


def test_an_argument_of_the_target_is_followed_too() -> None:
    """`aws_topic_policy.p.arn` is used to wait for the policy: it is the topic's own ARN."""
    root = ConfiguredModule(
        {
            "aws_alarm.a": block(actions=["aws_policy.p.arn", "aws_policy.p"]),
            "aws_policy.p": block(arn=["aws_topic.t.arn", "aws_topic.t"]),
            "aws_topic.t": block(),
        }
    )
    resources = [ALARM, instance("aws_policy.p"), instance("aws_topic.t")]
    assert addresses(origin(resources, root, "aws_alarm.a", "actions")) == [
        "aws_policy.p",
        "aws_topic.t",
    ]


def test_a_local_ends_the_way_and_is_named() -> None:
    watch = ConfiguredModule({"aws_alarm.a": block(actions=["local.topic"])})
    root = ConfiguredModule(calls={"watch": ModuleCall({}, watch)})
    resources = [instance("module.watch.aws_alarm.a", {"actions": True})]
    found = origin(resources, root, "module.watch.aws_alarm.a", "actions")
    assert found.opaque == ("local.topic in module watch",)


def test_wiring_that_goes_round_ends() -> None:
    watch = ConfiguredModule(
        {"aws_alarm.a": block(actions=["var.topic"])}, outputs={"topic": ("var.topic",)}
    )
    root = ConfiguredModule(
        calls={"watch": ModuleCall({"topic": ("module.watch.topic", "module.watch")}, watch)}
    )
    resources = [instance("module.watch.aws_alarm.a", {"actions": True})]
    found = origin(resources, root, "module.watch.aws_alarm.a", "actions")
    assert found.opaque == ("a reference that leads back to itself",)


def test_what_the_configuration_does_not_set_is_the_providers_default() -> None:
    root = ConfiguredModule({"aws_topic.t": block(name=[])})
    topic = instance("aws_topic.t", {"policy": True})
    assert origin([topic], root, "aws_topic.t", "policy").written is False


@pytest.mark.parametrize(
    "references",
    [
        [
            "aws_cloudwatch_log_metric_filter.f.id",
            "aws_cloudwatch_log_metric_filter.f",
        ],
        ["aws_cloudwatch_log_metric_filter.f", "each.key"],
    ],
    ids=["by its id", "by the only attribute that is unknown"],
)
def test_an_id_that_the_provider_sets_to_the_name_is_known(references: list[str]) -> None:
    root = ConfiguredModule(
        {
            "aws_alarm.a": block(metric_name=references),
            "aws_cloudwatch_log_metric_filter.f": block(),
        }
    )
    alarm = instance("aws_alarm.a", {"metric_name": True})
    log_filter = instance("aws_cloudwatch_log_metric_filter.f", {"id": True}, name="RootUse")
    found = {one.address: one for one in resolve([alarm, log_filter], root)}
    value = found["aws_alarm.a"].value("metric_name")
    assert isinstance(value, Known)
    assert value.value == "RootUse"


def test_an_attribute_is_not_settled_where_it_could_be_another_one() -> None:
    root = ConfiguredModule(
        {
            "aws_alarm.a": block(metric_name=["aws_cloudwatch_log_metric_filter.f", "each.key"]),
            "aws_cloudwatch_log_metric_filter.f": block(),
        }
    )
    alarm = instance("aws_alarm.a", {"metric_name": True})
    two = {"id": True, "pattern": True}
    log_filter = instance("aws_cloudwatch_log_metric_filter.f", two, name="RootUse")
    found = {one.address: one for one in resolve([alarm, log_filter], root)}
    assert isinstance(found["aws_alarm.a"].value("metric_name"), Unknown)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("aws_x.y.arn", ("aws_x", "y", "arn")),
        ("aws_x.y[0].arn", ("aws_x", "y", 0, "arn")),
        ('module.a["b.c[0]"].out', ("module", "a", "b.c[0]", "out")),
        ('var.x["say \\"hi\\""]', ("var", "x", 'say "hi"')),
    ],
)
def test_references_are_read_step_by_step(text: str, steps: tuple[str | int, ...]) -> None:
    assert traversal(text) == steps


def test_a_reference_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="position 5"):
        traversal("aws_x!")


def test_module_paths_keep_dots_in_keys() -> None:
    path, rest = module_path('module.a["x.y"].module.b[1].aws_sns_topic.t["k"]')
    assert path == (ModuleStep("a", "x.y"), ModuleStep("b", 1))
    assert rest == 'aws_sns_topic.t["k"]'
    assert replace(path[0], key=None) == ModuleStep("a")
