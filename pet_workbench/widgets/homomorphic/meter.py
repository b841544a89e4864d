"""The meter: move values, scale and depth, and see what is left; or why it is refused."""

from html import escape
from math import log2

from pet_workbench.core import PetError
from pet_workbench.he.real.meter import RealMeter
from pet_workbench.viz.homomorphic_figures import beside, gauge_html, precision_figure
from pet_workbench.widgets.case import Busy, Words
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.chart import Chart
from pet_workbench.widgets.controls import Button, Choice, Slider, row
from pet_workbench.widgets.homomorphic.trial import (
    SHARE,
    SQUARE,
    Trial,
    carry_out,
    digits,
    parameters_of,
    try_out,
)
from pet_workbench.widgets.homomorphic.written import small_number
from pet_workbench.widgets.page import (
    Columns,
    Sentence,
    error_sentence,
    errors_html,
    html,
    note_html,
)

BOUNDS = tuple(10**power for power in range(7))
SCALES = (25, 30, 35, 40, 45, 50)
CHARTED = (25, 30, 40, 50)
MOST_DEPTH = 6
_MOST_DIGITS = 14


class MeterPanel(Live):
    """Four gauges that follow three sliders, a chart of precision, and a real computation.

    Attributes
    ----------
    bound, scale, depth : Slider
    factor : Choice
    trial : Trial
        The present computation, on meters.
    chart : Chart
    sentence : Sentence
        What the real computation gave.
    """

    trial: Trial

    def __init__(self, words: Words) -> None:
        controls = self._controls(words)
        self.gauges, self.chart, self.alert = html(""), Chart(), no_alert()
        self.told, self.sentence, self.busy = Sentence(), Sentence(), Busy(words)
        self.button = Button(words("meter_button"), self.carry_out, primary=True)
        super().__init__(
            words,
            [
                Columns(controls),
                self.told,
                self.gauges,
                row([self.button]),
                self.busy,
                self.alert,
                self.sentence,
                self.chart,
            ],
            label=words("meter_label"),
            controls=controls,
        )

    def _controls(self, words: Words) -> tuple[Slider | Choice, ...]:
        """Make the three sliders and the choice."""
        lang = words.lang
        self.bound = Slider(words("meter_bound"), BOUNDS, value=1_000, lang=lang)
        self.scale = Slider(
            words("meter_scale"),
            SCALES,
            value=40,
            lang=lang,
            written=lambda bits: words("meter_bits", bits=bits),
        )
        self.depth = Slider(words("meter_depth"), tuple(range(MOST_DEPTH + 1)), value=1, lang=lang)
        self.factor = Choice(
            words("meter_factor"), {one: words(f"meter_factor_{one}") for one in (SHARE, SQUARE)}
        )
        return self.bound, self.scale, self.depth, self.factor

    def redraw(self) -> None:
        """Ask the meters, and show what they say."""
        lang = self.words.lang
        self.sentence.say("")
        self.trial = self._try(self.scale.value, depth=self.depth.value)
        refusal, meters = self.trial.refusal, self.trial.meters
        self.button.disabled = refusal is not None
        self.told.say(self._told(max(len(meters) - 1, 0)))
        self.gauges.value = beside(self._gauges(meters[-1])) if meters else ""
        lines = {
            bits: [digits(meter) for meter in self._try(bits, depth=MOST_DEPTH).meters]
            for bits in CHARTED
        }
        self.chart.draw(precision_figure(lines, depth=self.depth.value, lang=lang))

    def _told(self, done: int) -> str:
        """Say how far it went, and if it was refused, why."""
        words, refusal, meters = self.words, self.trial.refusal, self.trial.meters
        key = "meter_told_none" if not meters else "meter_told_stopped" if refusal else "meter_told"
        said = words(key, done=done, wanted=self.depth.value)
        told = f'<p style="margin-top:.8rem">{said}</p>'
        if refusal is None:
            return told
        why = f"<p>{escape(error_sentence(refusal, words.lang))}</p>"
        return note_html(why, lang=words.lang, kind="warning", title=words("meter_refused")) + told

    def carry_out(self) -> None:
        """Do the same with real ciphertexts, and compare with what the meter promised."""
        try:
            with self.busy.while_working():
                measured = carry_out(
                    self.scale.value,
                    bound=self.bound.value,
                    factor=self.factor.value,
                    depth=self.depth.value,
                )
        except PetError as error:
            self.alert.value = errors_html([error], self.words.lang)
            return
        promised = self.trial.meters[-1].error
        said = self.words(
            "meter_measured" if measured.error <= promised else "meter_broken",
            numbers=self.words.number(measured.numbers),
            seconds=self.words.duration(measured.seconds),
            error=small_number(measured.error, self.words),
            promised=small_number(promised, self.words),
        )
        self.sentence.say(f"<p>{said}</p>")

    def _try(self, scale_bits: int, *, depth: int) -> Trial:
        """Return the present computation at a scale and a depth."""
        return try_out(
            scale_bits,
            bound=self.bound.value,
            factor=self.factor.value,
            depth=depth,
        )

    def _gauges(self, meter: RealMeter) -> list[str]:
        """Return the four bars."""
        words, parameters = self.words, parameters_of(self.scale.value)
        settled = meter.settled()
        room = settled.modulus_bits - log2(settled.scale)
        shares = {
            "level": settled.level / max(parameters.levels, 1),
            "scale": log2(settled.scale) / 60,
            "noise": digits(meter) / _MOST_DIGITS,
            "range": meter.headroom_bits / room,
        }
        facts = {
            "left": settled.level,
            "levels": parameters.levels,
            "bits": words.number(log2(settled.scale)),
            "step": small_number(1 / settled.scale, words),
            "digits": words.number(digits(meter), 1),
            "error": small_number(meter.error, words),
            "bound": small_number(meter.bound, words),
            "times": small_number(2**meter.headroom_bits, words),
        }
        return [
            gauge_html(
                words(f"gauge_{name}"),
                share,
                written=words(f"gauge_{name}_written", **facts),
                told=words(f"gauge_{name}_told", **facts),
            )
            for name, share in shares.items()
        ]
