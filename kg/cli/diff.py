"""``kg diff``: what changed between two datasets, in words or in quads."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from kg import changes


def run(options: argparse.Namespace) -> int:
    """Print the change in the form that was asked for."""
    old, new = changes.read(options.old), changes.read(options.new)
    found = changes.difference(old, new)
    if options.form == "patch":
        sys.stdout.write(changes.rdf_patch(found))
    elif options.form == "update":
        sys.stdout.write(changes.sparql_update(found))
    elif options.form == "quads":
        rows = [*((line, "-") for line in found.removed), *((line, "+") for line in found.added)]
        sys.stdout.writelines(f"{sign} {line}" for line, sign in sorted(rows))
    else:
        report = changes.tell(old, new)
        if options.form == "json":
            told = {"added": len(found.added), "removed": len(found.removed), "merged": found.merged, **asdict(report)}
            print(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            _tell(report, found, options.language)
    if found.merged:
        print("one of the two has no named graphs: compared as triples", file=sys.stderr)
    return 0


def _tell(report: changes.Report, found: changes.Difference, language: str) -> None:
    zh = language == "zh"
    if report.bases[0] != report.bases[1]:
        print(
            f"基址不同：{report.bases[0]} → {report.bases[1]}，故全部视为新旧更替。"
            if zh
            else f"The base IRIs differ, {report.bases[0]} and {report.bases[1]}: everything counts as replaced."
        )
    several = len({change.document for change in report.cases}) > 1
    for change in report.cases:
        number = f"{change.document}/{change.number}" if several else change.number
        head = f"案例{number} {change.title}" if zh else f"Case {number} {change.title}"
        if change.status == "changed":
            print(head)
            for one in change.changes:
                print(f"  {one.zh if zh else one.en}")
        else:
            verb, links = (("新增", "条关系") if change.status == "added" else ("删去", "条关系")) if zh else (
                change.status.capitalize(), "links")  # fmt: skip
            print(f"{verb}{'：' if zh else ': '}{head} ({change.links} {links})")
    if report.others:
        print("案例之外" if zh else "Beside the cases")
        for one in report.others:
            print(f"  {one.zh if zh else one.en}")
    if report.moved:
        print(
            f"另有 {report.moved} 条三元组只换了命名图" if zh else f"{report.moved} triples stand in another graph now"
        )
    if report.metadata:
        print(
            f"数据集自述（计数等）变动 {report.metadata} 条"
            if zh
            else f"{report.metadata} quads of the dataset's own description (counts and the like) changed"
        )
    counts = f"+{len(found.added)} −{len(found.removed)}"
    if not found:
        print("没有变化。" if zh else "Nothing changed.")
    else:
        print(f"{'四元组' if zh else 'quads'} {counts}")
