from secondstory.domain.ceremony.charter import (
    Acknowledged,
    Charter,
    VersionAdopted,
    VignetteAnswers,
    VignetteAsked,
    VignettesAnswered,
    acknowledge,
    adopt,
    ask_vignette,
    evolve,
    take_answers,
)
from tests.domain.given import ADA, BO, folded, refused

FIRST = VersionAdopted(version="1", digest="a" * 64, text="Honest mistakes are protected here.")
SECOND = VersionAdopted(
    version="2", digest="b" * 64, text="Honest mistakes are protected here, whatever they cost."
)
ASKED = VignetteAsked(vignette="quiet-fix", question="What would you do?")


def charter(*happened):
    return folded(evolve, Charter(), *happened)


def answers(*counts):
    given = tuple(
        VignetteAnswers(answer=f"answer {place}", count=count) for place, count in enumerate(counts)
    )
    return VignettesAnswered(vignette="quiet-fix", answers=given)


def test_it_adopts_a_text_that_differs_from_the_one_that_holds():
    assert adopt(Charter(), FIRST) == [FIRST]
    assert adopt(charter(FIRST), SECOND) == [SECOND]
    with refused("holds already"):
        adopt(charter(FIRST), VersionAdopted(version="2", digest="a" * 64, text="Honest"))
    with refused("with other words"):
        adopt(charter(FIRST), VersionAdopted(version="1", digest="c" * 64, text="Other"))
    with refused("without words"):
        adopt(Charter(), VersionAdopted(version="1", digest="c" * 64, text=" "))


def test_it_asks_everybody_again_when_a_new_version_holds():
    known = charter(FIRST, Acknowledged(version="1", person=ADA))
    assert known.knows(ADA)
    assert not known.knows(BO)
    assert not charter(FIRST, Acknowledged(version="1", person=ADA), SECOND).knows(ADA)


def test_it_takes_an_acknowledgement_once_and_of_the_version_that_holds():
    read = Acknowledged(version="1", person=ADA)
    assert acknowledge(charter(FIRST), read) == [read]
    assert acknowledge(charter(FIRST, read), read) == []
    with refused("Version 2 holds now"):
        acknowledge(charter(FIRST, SECOND), read)
    with refused("No charter has been adopted"):
        acknowledge(Charter(), read)


def test_it_takes_answers_in_batches_of_five_or_more():
    asked = charter(FIRST, ASKED)
    assert take_answers(asked, answers(3, 2)) == [answers(3, 2)]
    with refused("batches of 5", code="batch-of-five"):
        take_answers(asked, answers(3, 1))


def test_it_asks_a_vignette_about_a_charter_and_takes_answers_to_what_was_asked():
    assert ask_vignette(charter(FIRST), ASKED) == [ASKED]
    with refused("Adopt a charter first"):
        ask_vignette(Charter(), ASKED)
    with refused("not been asked"):
        take_answers(charter(FIRST), answers(5))
