"""Units (communes) as the receiving authority knows them."""

from argparse import Namespace

from ntm_desktop.cli.context import opened
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.services import places
from ntm_desktop.services.unit_files import read_list


def succeed(options: Namespace) -> Answer:
    """Make known that a unit was merged into another, which goes on with its records."""
    with opened(options) as workplace:
        changed = workplace.successions.enter(
            options.old, options.new, decision=options.decision, date=options.date
        )
        workplace.receiving.retry_waiting(Unwatched())
        listed = workplace.successions.listed()
    return Answer(
        document={
            "changed": bool(changed),
            "successions": [{"old": each.old, "new": each.new} for each in listed],
        },
        lines=[
            f"Đơn vị {options.new} tiếp tục hồ sơ của đơn vị {options.old}."
            if changed
            else "Đã ghi nhận từ trước, không có gì thay đổi."
        ],
    )


def listing(options: Namespace) -> Answer:
    """List the units known here, as they are today, with what changed since when."""
    with opened(options) as workplace:
        service = workplace.units
        found = [(unit, service.changes(unit.code)) for unit in service.listed()]
    return Answer(
        document={
            "units": [
                {
                    "code": unit.code,
                    "name": unit.name,
                    "kind": unit.kind,
                    "region": unit.region,
                    "group": unit.group,
                    "changes": [
                        {
                            "since": each.since,
                            "name": each.name or None,
                            "region": each.region or None,
                            "group": each.group or None,
                            "decision": each.decision or None,
                        }
                        for each in changes
                    ],
                }
                for unit, changes in found
            ]
        },
        lines=[f"{unit.code}  {unit.name}" for unit, _ in found],
    )


def change(options: Namespace) -> Answer:
    """Say what a unit is called, where it lies or which group it is in from a day on."""
    with opened(options) as workplace:
        changed = workplace.units.change(
            options.unit,
            since=options.since,
            name=options.name,
            region=places.region(options.region),
            group=places.group(options.group, workplace.catalogue.groups()),
            decision=options.decision,
        )
    return Answer(
        document={"changed": bool(changed), "unit": options.unit},
        lines=[
            f"Đã ghi thay đổi của đơn vị {options.unit}. Hồ sơ cũ giữ tên cũ."
            if changed
            else "Đã ghi nhận từ trước, không có gì thay đổi."
        ],
    )


def take_list(options: Namespace) -> Answer:
    """Take a list of units over from Excel, all or nothing."""
    with opened(options) as workplace:
        listed = read_list(options.file, workplace.catalogue.groups())
        changed = workplace.units.take_list(listed)
    return Answer(
        document={"changed": bool(changed), "units": [each.code for each in listed]},
        lines=[f"Đã nhập {len(listed)} đơn vị."],
    )
