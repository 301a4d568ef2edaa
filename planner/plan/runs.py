"""Runs of the solver, each the same every time."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

EFFORT = 6.0
"""Most deterministic time (CP-SAT's own unit, about a second) that a run may take."""
BRIEF = 0.5
"""The same of one that only tries whether a large model is an easy one."""
_SOLVED = ("OPTIMAL", "FEASIBLE")
_SETTLED = ("OPTIMAL", "INFEASIBLE")

Manner = Literal["cores", "bounds", "relaxed"]
"""`cores` raises a bound by cores, and is the quicker one where little has to change; `bounds` does
so with linear relaxations. `relaxed` has these and looks for posts that are as good as each other,
which proves most where no times are decided, and takes very long to begin where they are."""
BOTH: tuple[Manner, ...] = ("cores", "bounds")
_PLAIN = {"cp_model_probing_level": 0, "symmetry_level": 0, "optimize_with_core": True}
_MANNERS: Mapping[Manner, Mapping[str, Any]] = {
    "cores": {**_PLAIN, "linearization_level": 0},
    "bounds": {**_PLAIN, "linearization_level": 2},
    "relaxed": {"linearization_level": 2},
}


def is_solved(status: str) -> bool:
    """Whether a run has found a solution."""
    return status in _SOLVED


def is_settled(status: str) -> bool:
    """Whether no other run can do better."""
    return status in _SETTLED


def run(model: Any, manner: Manner, effort: float | None = None) -> tuple[str, Any]:
    """Solve a model in one manner: the name of the status, and the solver with its values."""
    from ortools.sat.python import cp_model

    effort = EFFORT if effort is None else effort
    solver: Any = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = effort
    for name, value in _MANNERS[manner].items():
        setattr(solver.parameters, name, value)
    status = solver.status_name(solver.solve(model))
    if status == "MODEL_INVALID":
        raise ValueError(model.validate())
    # The solver takes Ctrl-C for itself and stops early with what it has.
    if not is_settled(status) and solver.response_proto.deterministic_time < effort / 2:
        raise KeyboardInterrupt
    return status, solver


def run_in_turn(
    model: Any, manners: Sequence[Manner], effort: float | None = None
) -> tuple[str, Any]:
    """Solve a model in one manner after the other until one of them settles it."""
    first, *others = manners
    status, solver = run(model, first, effort)
    for manner in others:
        if is_settled(status):
            break
        if is_solved(status):
            hint(model, solver)
        status, solver = run(model, manner, effort)
    return status, solver


def hint(model: Any, solver: Any) -> None:
    """Let the next run of a model begin with a solution."""
    model.clear_hints()
    for position, value in enumerate(solver.response_proto.solution):
        model.add_hint(model.get_int_var_from_proto_index(position), value)
