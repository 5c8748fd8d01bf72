from dataclasses import dataclass

from ..settings import AgentSettings
from .children import Children
from .loop import Loop
from .outputs import Leftovers
from .programs import Programs


@dataclass(frozen=True)
class Session:
    """What all operations share."""

    settings: AgentSettings
    loop: Loop
    children: Children
    programs: Programs
    leftovers: Leftovers
