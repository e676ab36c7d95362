"""Which resource an expression means: references followed through variables, outputs, instances.

A plan's `configuration` names references without their operators, so the way is followed by
name: `var.x` to the argument of the module call, `module.x.y` to the output, `each.value` to
the `for_each` expression, an index to the instance that has it. A `local` cannot be followed
(the plan does not hold locals) and is kept as opaque.

A plan writes `{ logs = a.logs.arn, messaging = a.messaging.arn }` as a bare list of references, so
`var.keys.messaging` could be either. Where exactly one of them carries the member's name, it is
taken, and the origin says so (`by_name`); where none or several do, all are kept.

Two things are then known that Terraform itself leaves open:
- a computed attribute that the provider sets to another one (COMPUTED_EQUALS);
- an index that is an expression hides the attribute behind it (`x[each.key].id` is written
  `x`); where only one attribute of the target is unknown, an unknown value must come from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from .configuration import ConfiguredModule, ConfiguredResource, ModuleCall, References
from .resource import (
    DEPENDS_ON,
    Known,
    ModuleStep,
    Origin,
    Path,
    Resource,
    Step,
    Target,
    Unknown,
    Value,
)
from .sources.addresses import traversal

# The provider (5.100) sets the first attribute to the second one when it creates the resource.
COMPUTED_EQUALS = {
    ("aws_cloudwatch_log_group", "id"): "name",
    ("aws_cloudwatch_log_metric_filter", "id"): "name",
    ("aws_cloudwatch_metric_alarm", "id"): "alarm_name",
    ("aws_iam_role", "id"): "name",
    ("aws_kms_alias", "id"): "name",
    ("aws_lambda_function", "id"): "function_name",
    ("aws_s3_bucket", "id"): "bucket",
}
_NO_RESOURCE = {"count", "path", "self", "terraform"}
_MOST_STEPS = 64  # a plan's wiring is acyclic; a made-up file may not be


def resolve(resources: Iterable[Resource], root: ConfiguredModule) -> tuple[Resource, ...]:
    """The same resources, each able to say what its attributes are made from."""
    given = tuple(resources)
    wiring = Wiring(given, root)
    settle = Settlement({one.address: one for one in given})
    return tuple(replace(one, origin=wiring.origins_of(one), settle=settle) for one in given)


@dataclass(frozen=True, slots=True)
class Settlement:
    """Turns an unknown value into the known attribute that it must be equal to."""

    resources: Mapping[str, Resource]

    def __call__(self, value: Value) -> Value:
        if not isinstance(value, Unknown) or value.origin.opaque or len(value.origin.targets) != 1:
            return value
        target = value.origin.targets[0]
        resource = self.resources.get(target.address)
        if resource is None:
            return value
        attribute = target.attribute or _only_unknown(resource)
        same = COMPUTED_EQUALS.get((resource.type, str(attribute[0]))) if attribute else None
        known = resource.values.get(same) if same else None
        return value if known is None else Known(known, value.sensitive, value.origin)


def _only_unknown(resource: Resource) -> Path:
    if not isinstance(resource.unknown, dict):
        return ()
    unknown = [name for name in resource.unknown if resource.partly_unknown(name)]
    return (unknown[0],) if len(unknown) == 1 else ()


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where an expression stands: its module instance, and its own instance key."""

    module: tuple[ModuleStep, ...]
    key: Step | None
    for_each: References


class Wiring:
    """The configuration together with the instances that the plan makes of it."""

    def __init__(self, resources: Iterable[Resource], root: ConfiguredModule) -> None:
        self._root = root
        self._instances: dict[tuple[tuple[ModuleStep, ...], str], list[Resource]] = defaultdict(
            list
        )
        self._modules: dict[tuple[tuple[ModuleStep, ...], str], list[ModuleStep]] = defaultdict(
            list
        )
        for resource in resources:
            self._instances[(resource.module, _block(resource))].append(resource)
            for depth, step in enumerate(resource.module):
                known = self._modules[(resource.module[:depth], step.name)]
                if step not in known:
                    known.append(step)

    def origins_of(self, resource: Resource) -> _Origins:
        """What the attributes of `resource` are made from, path by path."""
        module = self._configured(resource.module)
        block = module.resources.get(_block(resource)) if module else None
        return _Origins(self, resource, block)

    def follow(self, references: References, scope: _Scope, rest: Path, steps: int) -> Origin:
        """Everything that `references` lead to; `rest` is what is taken out of their value."""
        origin = Origin()
        if steps > _MOST_STEPS:
            return Origin(opaque=("a reference that leads back to itself",))
        beside_key = "each.key" in references or any(r.startswith("each.value") for r in references)
        paths = [traversal(reference) for reference in _longest(references)]
        named = [path for path in paths if rest and rest[0] in path[1:]]
        if len(named) == 1 and len(paths) > 1:
            paths, rest, origin = named, rest[1:], Origin(by_name=True)
        for path in paths:
            origin |= self._one(path, scope, rest, beside_key, steps + 1)
        return origin

    def _one(self, path: Path, scope: _Scope, rest: Path, beside_key: bool, steps: int) -> Origin:
        head = path[0]
        if head in _NO_RESOURCE or path[:2] == ("each", "key"):
            return Origin()
        if head == "local":
            where = "".join(f" in module {step.name}" for step in scope.module[-1:])
            return Origin(opaque=(f"{'.'.join(map(str, path))}{where}",))
        if head == "var":
            return self._variable(path, scope, rest, steps)
        if head == "each":
            # for_each over resources themselves: each.value is the instance with the same key
            own: Path = (scope.key,) if scope.key is not None else ()
            return self.follow(scope.for_each, scope, (*own, *path[2:], *rest), steps)
        key = scope.key if beside_key else None
        if head == "module":
            return self._output(path, scope, rest, key, steps)
        return self._resource(path, scope, rest, key, steps)

    def _variable(self, path: Path, scope: _Scope, rest: Path, steps: int) -> Origin:
        call = self._call(scope.module)
        if call is None:
            return Origin()  # a root variable: a value, never a resource
        parent = _Scope(scope.module[:-1], scope.module[-1].key, call.for_each)
        references = call.arguments.get(str(path[1]), ())
        return self.follow(references, parent, (*path[2:], *rest), steps)

    def _output(
        self, path: Path, scope: _Scope, rest: Path, key: Step | None, steps: int
    ) -> Origin:
        module = self._configured(scope.module)
        call = module.calls.get(str(path[1])) if module else None
        if call is None:
            return Origin()
        instances = self._modules.get((scope.module, str(path[1])), [])
        after = path[2:]
        keys = {step.key for step in instances}
        if after and after[0] in keys and None not in keys:
            instances = [step for step in instances if step.key == after[0]]
            after = after[1:]
        elif key in keys:
            instances = [step for step in instances if step.key == key]
        # an index that is an expression hides the output's name: any of them may be meant
        names = [str(after[0])] if after else list(call.module.outputs)
        origin = Origin()
        for instance in instances:
            inside = _Scope((*scope.module, instance), None, ())
            for name in names:
                references = call.module.outputs.get(name, ())
                origin |= self.follow(references, inside, (*after[1:], *rest), steps)
        return origin

    def _resource(
        self, path: Path, scope: _Scope, rest: Path, key: Step | None, steps: int
    ) -> Origin:
        length = 3 if path[0] == "data" else 2
        block, after = ".".join(map(str, path[:length])), path[length:]
        instances = self._instances.get((scope.module, block), [])
        if after and any(one.key == after[0] for one in instances if one.key is not None):
            instances = [one for one in instances if one.key == after[0]]
            after = after[1:]
        elif len(instances) > 1:
            wanted = {*rest[:2], key} - {None}
            chosen = [one for one in instances if one.key in wanted]
            instances = chosen or instances
        if rest and instances and instances[0].key == rest[0]:
            rest = rest[1:]
        attribute = after or rest
        origin = Origin(tuple(Target(one.address, attribute) for one in instances))
        module = self._configured(scope.module)
        written = module.resources.get(block) if module else None
        if written and attribute:
            # an argument of the target (a policy's `arn`) is made from something in its turn
            for one in instances:
                inside = _Scope(one.module, one.key, written.for_each)
                origin |= self.follow(written.references(attribute), inside, (), steps)
        return origin

    def _configured(self, path: tuple[ModuleStep, ...]) -> ConfiguredModule | None:
        module: ConfiguredModule | None = self._root
        for step in path:
            call = module.calls.get(step.name) if module else None
            module = call.module if call else None
        return module

    def _call(self, path: tuple[ModuleStep, ...]) -> ModuleCall | None:
        parent = self._configured(path[:-1]) if path else None
        return parent.calls.get(path[-1].name) if parent else None


@dataclass(frozen=True, slots=True)
class _Origins:
    """Follows an attribute's references when it is asked, not before."""

    wiring: Wiring
    resource: Resource
    block: ConfiguredResource | None

    def __call__(self, path: Path) -> Origin:
        if self.block is None:
            return Origin()
        if path == DEPENDS_ON:
            scope = _Scope(self.resource.module, self.resource.key, self.block.for_each)
            return self.wiring.follow(self.block.depends_on, scope, (), 0)
        if path[0] not in self.block.expressions and len(path) == 1:
            return Origin(written=False)
        scope = _Scope(self.resource.module, self.resource.key, self.block.for_each)
        return self.wiring.follow(self.block.references(path), scope, (), 0)


def _block(resource: Resource) -> str:
    prefix = "data." if resource.mode == "data" else ""
    return f"{prefix}{resource.type}.{resource.name}"


@lru_cache(maxsize=8192)
def _longest(references: References) -> tuple[str, ...]:
    """Terraform lists `a.b[0].c`, `a.b[0]` and `a.b` for one reference: keep the first."""
    return tuple(
        one
        for one in references
        if not any(other.startswith((f"{one}.", f"{one}[")) for other in references)
    )
