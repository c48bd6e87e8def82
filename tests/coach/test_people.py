import pytest

from secondstory.coach.people import Who, subject


@pytest.mark.parametrize(
    ("before", "who"),
    [
        ("The engineer ", Who.PERSON),
        ("The engineer on call ", Who.PERSON),
        ("The author of the change ", Who.PERSON),
        ("The engineer, who had slept badly, ", Who.PERSON),
        ("One of the reviewers ", Who.PERSON),
        ("After the deploy the responder ", Who.PERSON),
        ("We believe that the operator ", Who.PERSON),
        ("The engineer saw the alert and ", Who.PERSON),
        ("Olga ", Who.PERSON),
        ("On Monday Wojciech Brzozowski ", Who.LIKELY),
        ("They ", Who.LIKELY),
        ("The reviewers were two, and they ", Who.PERSON),
        ("I ", Who.SELF),
        ("Our own team ", Who.OURS),
        ("One of us ", Who.OURS),
        ("The checks were there, and they ", Who.OTHER),
        ("The health check ", Who.OTHER),
        ("The health check the team added ", Who.OTHER),
        ("The script that the engineer wrote ", Who.OTHER),
        ("The engineer's script ", Who.OTHER),
        ("The package manager ", Who.OTHER),
        ("The Kubernetes operator ", Who.OTHER),
        ("Prometheus ", Who.OTHER),
        ("Kadabra ", Who.OTHER),
        ("The page for the engineer ", Who.OTHER),
        ("One of the replicas ", Who.OTHER),
        ("", Who.OTHER),
    ],
)
def test_it_tells_of_whom_a_sentence_speaks(before, who):
    assert subject(before) is who
