"""Telling a learner what their own code raised: the line, the error, and what to look at."""

from __future__ import annotations

import linecache
import re
import sysconfig
import traceback

from course_utils.checking.findings import LearnerError
from course_utils.places import PACKAGE

# What the errors that beginners make most say, and what to look at; the first that fits is told.
_ADVICE = (
    (
        r"Only input tensors may be passed .*: (.+?) \(of type",
        r"the second pair of brackets: maps belong there, not \1. A layer gives maps once it is called.",
    ),
    (
        r"Merge.__init__",
        "the brackets: two pairs. `layers.Add()` makes the layer, and `([a, b])` behind it is what it joins.",
    ),
    (
        r"too many positional arguments",
        "the arguments: a layer takes one, and one that joins takes a list in square brackets, `([a, b])`.",
    ),
    (
        r"symbolic KerasTensor|KerasTensor is symbolic|KerasTensor cannot be used",
        "what is given the maps: a layer is, in its second pair of brackets, as in `layers.ReLU()(maps)`.",
    ),
    (
        r"Sequential.__init__|object is not iterable|of type <class 'keras.src.layers",
        "the square brackets: `keras.Sequential([first, second, …])` takes one list of layers.",
    ),
    (r"name '(\w+)' is not defined", r"the name `\1`: its spelling, or the cell that makes it was not run."),
    (
        r"slice indices must be integers",
        "the ends of the slice: `/`, or a share of something, gives a float, `//` a whole number, and so "
        "does `round(…)`.",
    ),
    (
        r"only integers, slices|indices must be integers",
        "the index: it must be a whole number. `/` gives a float; `//` does not, unless what it divides is "
        "one. `int(…)` makes it whole.",
    ),
    (
        r"arrays used as indices must be|Cannot cast array data from dtype\('float\d+'\) to dtype\('int",
        "the dtype: whole numbers are needed here. `.astype(int)` makes them so.",
    ),
    (
        r"object too deep for desired array|weights and list don't have the same length",
        "the number of axes: one row is needed here. `.ravel()` puts all rows behind each other.",
    ),
    (
        r"not fitted yet",
        "`fit`: a classifier learns before it can `score` or `predict`.",
    ),
    (
        r"inconsistent numbers of samples",
        "rows and labels: they belong to one set, one label for each row. Yours are of two sets.",
    ),
    (
        r"only (integer scalar|length-1|0-dimensional) arrays",
        "an array where one number is needed.",
    ),
    (
        r"(operands could not be|could not) broadcast",
        "the two shapes: print both. They must be alike.",
    ),
    (
        r"images do not match",
        "the two pictures: `Image.alpha_composite` takes two in mode RGBA. `.convert('RGBA')` makes it.",
    ),
    (
        r"Python integer (-?\d+) out of bounds for (\w+)",
        r"the dtype: `\2` has no room for \1. First change to one with more room, with `.astype(…)`.",
    ),
    (
        r"cannot reshape",
        "the shape you ask for: it must hold as many numbers as there are. `-1` is worked out.",
    ),
    (
        r"'list' object has no attribute '(max|min|mean|sum|std|argmax|argmin|argsort)'",
        r"the list: it has no such method. `np.\1(…)` takes a list as well as an array.",
    ),
    (
        r"'(list|tuple)' object has no attribute '(shape|ndim|size|dtype|astype|reshape|ravel)'",
        r"the \1: only an array has `.\2`. `np.array(…)` makes one of it.",
    ),
    (
        r"'numpy\.ndarray' object has no attribute '(count|index|append|extend|remove|insert|pop)'",
        r"the array: only a list has `.\1`. `.tolist()` makes a list of it.",
    ),
    (
        r"inhomogeneous shape",
        "what is in the list: rows of different lengths. `append` adds a whole array, `extend` its members.",
    ),
    (r"axis (\d+) is out of bounds", r"`axis=\1`: the array has no such axis. Axes are counted from 0."),
    (
        r"index (-?\d+) is out of bounds|index out of range",
        "the index: the last one is the length minus 1. A value out of a list is not a place in it.",
    ),
    (
        r"too many indices",
        "the number of indices: print the shape, which may have fewer axes.",
    ),
    (
        r"too many values to unpack|not enough values to unpack",
        "the names on the left: as many as there are parts.",
    ),
    (
        r"'(int|bool|float|NoneType|tuple)' object has no attribute 'lower'",
        'the argument that is a word: `padding` takes one in quotes, such as `"same"`, and no number.',
    ),
    (
        r"isinstance\(\) arg 2",
        "the second argument of `isinstance`: the kind itself, such as `layers.Conv2D`, without quotes.",
    ),
    (
        r"Unrecognized keyword arguments.*?\{'(\w+)'",
        r"the argument `\1`: the layer has none of this name. Compare its spelling, letter by letter.",
    ),
    (
        r"Could not interpret activation .*: (\S+)",
        r'the activation: there is none called \1. Their names are in small letters, such as `"relu"`.',
    ),
    (
        r"should be called on a list",
        "the two pairs of brackets: the first makes the layer, the second holds the list of what it joins.",
    ),
    (
        r"'NoneType'",
        "where `None` comes from: a function without `return`?",
    ),
    (r"object is not callable", "the brackets: `(…)` calls a function, `[…]` takes a part."),
    (r"positional argument", "the arguments: how many the function takes, and how many it is given."),
    (r"object is not subscriptable", "the square brackets: what stands before them has no parts."),
    (r"truth value of an array", "the comparison: it gives an array. Use `.all()`, `.any()`, or one number."),
    (
        r"numpy boolean (subtract|negative)",
        "True and False: they cannot be subtracted. A mean, or `.astype(int)`, makes numbers of them.",
    ),
    (r"could not convert string|can only concatenate str", "quotes: text and numbers do not mix."),
    (r"a cannot be empty", "what is drawn from: there is nothing in it. Print it, for each round of a loop."),
    (r"high - low < 0", "the ends: `uniform(a, b, …)` takes the lower one first. Print both."),
    (r"must be an int, Received", "`hp.Int`: it hands out whole numbers only. Others need `hp.Float`."),
    (
        r"min_value .* greater than the max_value",
        "the ends: `hp.Float(name, lowest, highest)`, in this order.",
    ),
    (r"Expected `metrics` argument", "the square brackets: `metrics=[…]` takes a list."),
    (
        r"value for `units`",
        "the units: one number. `hp.Choice(name, […])` takes the list and hands out one of its numbers.",
    ),
    (
        r"(min|max)\(\) (arg|iterable argument) is (an )?empty",
        r"`\1` of nothing: its brackets are empty. Does any value pass your condition?",
    ),
    (
        r"negative integer powers",
        "the power: NumPy raises no whole number to one below 0. `10.0` is no whole number.",
    ),
    (r"equal division", "the parts: `np.split` makes them all alike. `np.array_split` need not."),
    (
        r"should have at least 1 dimension|cannot be considered a valid collection",
        "what is handed on: a single number, where a list or an array is needed.",
    ),
    (r"larger sample than population", "how many are drawn: more than there are. Print what is drawn from."),
    (
        r"`Concatenate` layer requires inputs with matching shapes",
        'the branches: all must keep height and width, with `padding="same"` and, in pooling, `strides=1`.',
    ),
    (
        r"Inputs have incompatible shapes",
        'what is joined: all must have one shape. `padding="same"` keeps height and width, and a 1 × 1 '
        "convolution brings what came in to as many maps, be they fewer or more.",
    ),
    (
        r"'[\w.]*Tensor' object has no attribute '(max|min|mean|sum|argmax|argmin|argsort|astype|reshape)'",
        r"`.\1`: a tensor has none. `np.\1(…)` takes it, or `.numpy()` makes an array of it first.",
    ),
    (
        r"has no attribute '(\w+)'",
        r"the name `\1` behind the dot: its spelling, or what stands before the dot.",
    ),
)


def describe_error(error: LearnerError, name: str) -> tuple[str, ...]:
    """The learner's line that raised, what it raised on which call, and what to look at; no traceback."""
    cause = error.__cause__
    frames = [
        frame
        for frame in traceback.extract_tb(cause.__traceback__)
        if not frame.filename.startswith(str(PACKAGE / "checking"))
    ]
    own = [frame for frame in frames if not _is_library(frame.filename)]
    said = str(cause).strip().partition("\n")[0]  # Keras adds paragraphs, for which a check has no room
    said = re.sub(r"\{\{.*?\}\} *| *\[Op:.*", "", said)  # and TensorFlow the names of its own inside
    message = f"{type(cause).__name__}: {said}" if said else type(cause).__name__
    if not own:  # the call itself failed, for example on a wrong number of arguments
        where = f"what {name} is made of" if frames else f"the first line of {name}, its arguments"
        return (f"{error.call} raised {message}", f"Look at: {where}.")
    line = linecache.getline(own[-1].filename, own[-1].lineno).strip()
    lines = (f"line {own[-1].lineno} of your cell: {line}", f"It raised {message}, for {error.call}.")
    advice = _advice(message)
    return (*lines, f"Look at: {advice}") if advice else lines


def _advice(message: str) -> str | None:
    for pattern, advice in _ADVICE:
        if found := re.search(pattern, message):
            return found.expand(advice) if found.groups() else advice
    return None


def _is_library(filename: str) -> bool:
    places = (sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))
    compiled = filename.endswith(".pyx")  # NumPy's, whose files are not on this computer
    return compiled or filename.startswith(places) or "-packages" in filename
