# %% [markdown]
# # 05 · What if there are no labels?
#
# **By the end you can**
# - write k-means yourself, and watch it sort pictures
# - compare two sortings with the adjusted Rand index
# - choose between k-means, mini-batch k-means, agglomerative clustering and BIRCH, by what they find and what they cost
# - say what an elbow and a silhouette tell about the number of groups, and what they do not
# - turn groups into a classifier with a few labels, and say why groups need not be classes
#
# Minutes: 90. **What to know first:** distance and nearest neighbours (lesson 02).

# %%
# Set-up: run this cell first.
from time import perf_counter

import matplotlib.pyplot as plt
import numpy as np
from scipy.cluster.hierarchy import linkage
from sklearn.cluster import AgglomerativeClustering, Birch, KMeans, MiniBatchKMeans
from sklearn.datasets import load_digits
from sklearn.metrics import accuracy_score, adjusted_rand_score, rand_score, silhouette_score
from sklearn.neighbors import KNeighborsClassifier
from threadpoolctl import threadpool_limits

from course_utils.data import load, own_pictures
from course_utils.data.pictures import read_pictures
from course_utils.exercises import clustering as exercise
from course_utils.plots import group_dots, group_rows, image_grid, join_tree, picture_rows, show, write_values

one_core = threadpool_limits(1)  # for every way of sorting, so that seconds can be compared

# %% tags=["parameters"]
SEED = 7
DATA = "garden"

# %% [markdown]
# ## The problem: a pile of scans, and nobody to label them
#
# Here is a pile of 1,797 scanned digits. Their labels lie in a drawer, `answers`, for the moments when something has to be
# judged. **Predict:** a label takes you five seconds. How long would you sit there?

# %%
digits = load_digits()
images, answers = digits.images, digits.target
pixels = images.reshape(len(images), -1)  # each scan as one row of numbers
image_grid(images[np.random.default_rng(SEED).permutation(len(images))[:20]], columns=10, size=0.75)
print(f"{len(images)} scans, {5 * len(images) / 3600:.1f} hours of labelling")
show("Twenty scanned digits in random order, without labels.")

# %% [markdown]
# In this lesson you write down twenty labels, in two minutes, and most scans get the right one. First: what could a program find
# in the pile without any label?
#
# It can find pictures that look alike. **Clustering** sorts pictures into groups, called **clusters**, so that those in one group are
# near each other. It learns without labels, which is called **unsupervised** learning; classification is **supervised**.

# %% [markdown] tags=["teacher"]
# **Teacher · 5 minutes.** Hand out a pile of printed scans, or of mixed buttons, and let groups sort them without saying by what. They
# sort differently, and all of them rightly. That is the end of the lesson in small.

# %% [markdown]
# ## Heaps of points
#
# Begin with scans of three digits, and two numbers for each: the ink in the middle, as in lesson 02, and the ink in the upper right
# quarter. `np.isin` is True where the value is one of those in the list (to choose three digits, the drawer is opened once). **How many heaps do you
# see?**

# %%
few = images[np.isin(answers, [0, 6, 7])]
middle, corner = few[:, 2:6, 3:5].mean(axis=(1, 2)), few[:, :4, 4:].mean(axis=(1, 2))
points = np.stack([middle, corner], axis=1)  # two columns beside each other: (n, 2)
plt.figure(figsize=(4, 3.2))
plt.scatter(middle, corner, s=9, alpha=0.5, color="0.3")
plt.gca().set(xlabel="ink in the middle", ylabel="ink in the upper right", title="No labels: how many heaps?")
show("Gray dots in the plane; they lie in about three heaps that touch each other.")

# %% [markdown]
# You see them at a glance. A program needs steps. **K-means** has two, and repeats them:
#
# 1. **Assign:** each point joins the nearest of k **centres**.
# 2. **Move:** each centre goes to the mean of the points that joined it.
#
# ### Exercise: assign
# `points` has a row for each picture, `(n, numbers)`; `centers` has a row for each centre, `(k, numbers)`. Return an array that says for
# each point which centre is nearest: its place, a whole number counted from 0.


# %%
def assign(points, centers):
    """Return for each point the index of the nearest centre, `(n,)`."""
    ### BEGIN SOLUTION
    distances = np.array([((points - center) ** 2).sum(axis=1) for center in centers])
    return distances.argmin(axis=0)
    ### END SOLUTION


# %%
exercise.assign.check(assign)

# %% [markdown]
# ### Exercise: move
# `groups` is what `assign` gives. Return the new centres, in an array as large as `centers`. A centre that no point joined stays where
# it is. The old centres may be whole numbers; the new ones need not be.


# %%
def move(points, groups, centers):
    """Return the mean of each group's points, `(k, numbers)`; a centre without points stays."""
    ### BEGIN SOLUTION
    moved = centers.astype(float)
    for number in range(len(centers)):
        if np.any(groups == number):
            moved[number] = points[groups == number].mean(axis=0)
    return moved
    ### END SOLUTION


# %%
exercise.move.check(move)

# %% [markdown]
# Now repeat, until no point changes its group: `while True` goes round until `return` ends it. These are your two steps in one function,
# which keeps what it saw in each round. It starts from points of the set, drawn by chance. (Yours fit in: `assign` makes its `groups`, `move`
# its new `centers`.)


# %%
def k_means(points, centers):
    """Assign and move until nothing changes. Return groups, centres and sum of squares of each round."""
    rounds = []
    while True:
        squares = np.array([((points - center) ** 2).sum(axis=1) for center in centers])
        groups = squares.argmin(axis=0)
        rounds.append((groups, centers, squares.min(axis=0).sum()))
        if len(rounds) > 1 and np.all(groups == rounds[-2][0]):
            return rounds
        filled = [np.any(groups == k) for k in range(len(centers))]
        means = [points[groups == k].mean(axis=0) if filled[k] else centers[k] for k in range(len(centers))]
        centers = np.array(means)


# %% [markdown]
# **Predict:** after how many rounds does nothing change any more?

# %%
start = np.random.default_rng(SEED).choice(len(points), 3, replace=False)  # three different places
rounds = k_means(points, points[start])
shown = [0, 1, len(rounds) // 2, len(rounds) - 1]
panels = group_dots(points, [rounds[r][:2] for r in shown], [f"round {r + 1}" for r in shown])
panels[0].set(xlabel="ink in the middle", ylabel="ink in the upper right")
print(f"rounds: ≈ {len(rounds)}")
show("Four panels of the same points in three colours: the crosses move into the heaps and stay there.")

# %% [markdown]
# Nobody said what a heap is, and the crosses found them. Change the number in `default_rng(…)` and run the cell again, three times. Do
# they always end in the same place? (The colours may change hands; look at the crosses.)

# %% [markdown] tags=["teacher"]
# **Teacher · 18 minutes.** Play it first: learners are points, three of them hold a sheet and are centres. Most expect dozens of rounds.
# The usual slip is the wrong axis of `argmin`: print the shape of `distances`. Ask: can the sum of squares ever rise? (No step can.)
# Short of time: give `move` away.

# %% [markdown]
# ## All pixels, ten groups
#
# Nothing in the two steps asks for two numbers. Take all pixels of all scans, and ten centres. A centre is then a row of 64 numbers: a
# picture. **Predict:** what will the ten pictures show?

# %%
start = np.random.default_rng(SEED).choice(len(pixels), 10, replace=False)
rounds = k_means(pixels, pixels[start])
groups, centers, _ = rounds[-1]
image_grid(centers.reshape(10, 8, 8), [f"centre {k}" for k in range(10)], columns=10, size=0.75)
print(f"after ≈ {len(rounds)} rounds")
show("Ten centres as pictures of 8 by 8 pixels: most of them look like blurred digits, in no order.")

# %%
group_rows(images, groups)
show(
    "Ten rows of scans, one for each group: most rows hold mainly one digit, some a mixture of two or three."
)

# %% [markdown]
# It found digits, without ever being told that there are any. Look closer: some digits have two rows, some share one. And does group 3
# hold the threes? The numbers of the groups are names that mean nothing; another start gives others.
#
# What did it make smaller all the time? The **sum of squares**: the squared distance of each picture to its centre, added up. No step
# can raise it, and there are only so many ways to sort, so the rounds come to an end.

# %%
plt.figure(figsize=(5, 2.8))
plt.plot(range(1, len(rounds) + 1), [squares for _, _, squares in rounds], "o-")
plt.gca().set(xlabel="round", ylabel="sum of squares", title="No round raises it")
show("A curve that falls steeply in the first rounds, then flattens out.")

# %% tags=["claim"]
assert np.all(np.diff([squares for _, _, squares in rounds]) < 1), "no round raises the sum of squares"

# %% [markdown] tags=["teacher"]
# **Teacher · 6 minutes.** "Group 3 holds the threes" is the commonest mistake of all. Let everybody read out which digit their group 3
# holds, after another seed.

# %% [markdown]
# ## How good is a sorting?
#
# Accuracy cannot judge it. **Predict** what this prints, for the groups that you saw:

# %%
print(f"group number equals the digit: ≈ {accuracy_score(answers, groups):.0%} of the scans")

# %% [markdown]
# A fair question does not ask for names. Ask it about **pairs** of pictures: are they together, in one group, or apart? Two sortings agree on
# a pair if both put it together, or both apart. Take six pictures. **Count with a pencil:** there are fifteen pairs. On how many do these
# two agree?
#
# | picture | 1 | 2 | 3 | 4 | 5 | 6 |
# |---|---|---|---|---|---|---|
# | your sorting | 0 | 0 | 0 | 1 | 1 | 1 |
# | mine | 5 | 5 | 2 | 2 | 2 | 2 |
#
# ### Exercise: agreement
# Write a function that returns the share of all pairs on which two sortings agree. `first` and `second` are arrays with a number for each
# picture. Each pair of two different pictures counts once.


# %%
def agreement(first, second):
    """Return the share of pairs that both sortings put together, or both apart."""
    ### BEGIN SOLUTION
    agree = 0
    for i in range(len(first)):
        for j in range(i):
            agree += (first[i] == first[j]) == (second[i] == second[j])
    return agree / (len(first) * (len(first) - 1) / 2)
    ### END SOLUTION


# %%
exercise.agreement.check(agreement)

# %% [markdown]
# This share is the **Rand index**, and scikit-learn has it. Did you count right? And **predict:** how large is it if the second sorting of
# our scans is pure chance?

# %%
yours, mine = [0, 0, 0, 1, 1, 1], [5, 5, 2, 2, 2, 2]
print(f"six pictures: {rand_score(yours, mine) * 15:.0f} of 15 pairs")
rng = np.random.default_rng(SEED)
by_chance = np.mean([rand_score(answers, rng.permutation(groups)) for _ in range(20)])
print(f"our groups against the digits:       ≈ {rand_score(answers, groups):.3f}")
print(f"shuffled groups against the digits:  ≈ {by_chance:.3f}")

# %% [markdown]
# Chance looks splendid, since in ten groups of about one size most pairs are apart. So move the zero: chance becomes 0, and a perfect match stays
# 1. That is the **adjusted Rand index**:
#
# $$\text{adjusted} = \frac{\text{Rand} - \text{chance}}{1 - \text{chance}}$$

# %%
by_hand = (rand_score(answers, groups) - by_chance) / (1 - by_chance)
print(f"by shuffling: ≈ {by_hand:.2f}")
print(f"scikit-learn: ≈ {adjusted_rand_score(answers, groups):.2f}")

# %% tags=["claim"]
assert by_chance > 0.7, "pure chance has a Rand index above 0.7"
assert abs(by_hand - adjusted_rand_score(answers, groups)) < 0.01, "shuffling gives the adjusted Rand index"

# %% [markdown]
# ### Another start
# **Predict:** ten starts, ten sortings. How far apart are their adjusted Rand indices? (`fit` runs scikit-learn's k-means, `random_state` is its
# seed; `fit_predict`, later, also returns the groups.)

# %%
scores, squares = [], []
for seed in range(SEED, SEED + 10):
    clusterer = KMeans(10, init="random", n_init=1, random_state=seed).fit(pixels)  # scikit-learn's k-means
    scores.append(adjusted_rand_score(answers, clusterer.labels_))  # .labels_: the group of each picture
    squares.append(clusterer.inertia_)  # the sum of squares
best = np.argmin(squares)
print(f"adjusted Rand index, from ≈ {min(scores):.2f} to ≈ {max(scores):.2f}")
print(f"the start with the smallest sum of squares: ≈ {scores[best]:.2f}")

# %% [markdown]
# With three heaps every start led to the same crosses; with ten groups the start decides where it ends. So begin several times and keep the
# sorting with the smallest sum of squares: that needs no label, and spares you the worst, though it need not be the best one. It is what
# `KMeans(10, n_init=10)` does. By default scikit-learn starts once, from points that lie apart from each other.

# %% [markdown] tags=["teacher"]
# **Teacher · 14 minutes.** Nearly all expect one half for chance. Let pairs compare their count for the six pictures. Misconception:
# "a seed makes k-means right": it makes it the same. Short of time: leave the starts out.

# %% [markdown]
# ## Other ways to sort
#
# ### Join the two nearest
# **Agglomerative clustering** begins with each picture as a group of its own, and joins the two nearest groups again and again. The
# order of the joins is a tree. Here are twelve scans. **Predict:** which two are joined first? And how many groups does the dashed line leave?

# %%
cut = 40  # try others
joins = linkage(pixels[:12], method="ward")  # SciPy's, since it keeps the tree; a row for each join
plt.figure(figsize=(7, 3.4))
join_tree(images[:12], joins, cut)
plt.title("Cut the tree, and groups are left")
print("groups below the line:", 12 - np.sum(joins[:, 2] < cut))  # column 2: the distance
show(
    "A tree that joins twelve scans pair by pair; a dashed line cuts it, and the two zeros are joined first."
)

# %% [markdown]
# When are two *groups* near? The choice is called **linkage**: the nearest two pictures (`single`), the farthest two (`complete`), the
# mean over all pairs (`average`), or by how much a join raises the sum of squares (`ward`). **Predict** which of them does worst here.

# %%
for name in ["single", "complete", "average", "ward"]:
    sorted_so = AgglomerativeClustering(10, linkage=name).fit_predict(pixels)
    largest = np.bincount(sorted_so).max()
    score = adjusted_rand_score(answers, sorted_so)
    print(f"{name:9} adjusted Rand index ≈ {score:.2f}, largest group ≈ {largest} of {len(pixels)}")

# %% tags=["claim"]
assert adjusted_rand_score(answers, sorted_so) > 0.7, "ward finds most of the digits"
assert (
    adjusted_rand_score(answers, AgglomerativeClustering(10, linkage="single").fit_predict(pixels)) < 0.05
), "single linkage finds nothing"

# %% [markdown]
# With `single`, a picture between two heaps is a bridge from one to the other, and nearly all scans end up in one chain.
#
# ### For large piles
# Two more, made for piles that do not fit into memory:
#
# - **Mini-batch k-means** looks at a handful of pictures in each round, drawn by chance, and not at all of them.
# - **BIRCH** reads the pictures once. It packs near ones into a parcel, as long as that stays narrower than a `threshold`, and keeps only
#   their count and sums. Then it joins parcels, not pictures.

# %%
for threshold in [0.5, 10, 20, 30]:
    birch = Birch(n_clusters=10, threshold=threshold).fit(pixels)
    score = adjusted_rand_score(answers, birch.labels_)
    print(
        f"threshold {threshold:4}: ≈ {len(birch.subcluster_centers_):4} parcels, adjusted Rand index ≈ {score:.2f}"
    )

# %% [markdown]
# With a tiny threshold each picture is a parcel: that is agglomerative clustering, with more work. The larger the parcels, the fewer are
# left to join, and the coarser the result.
#
# ### Side by side
# Now all four on the same pixels. K-means begins ten times and keeps the best sorting; mini-batch looks at ten starts and goes on from the
# best of them. **Predict** the fastest and the one that finds the digits best.

# %%
ways = {
    "k-means": KMeans(10, n_init=10, random_state=SEED),
    "mini-batch": MiniBatchKMeans(10, n_init=10, batch_size=256, random_state=SEED),
    "agglomerative": AgglomerativeClustering(10),
    "BIRCH": Birch(n_clusters=10, threshold=15),
}
found = {}
for name, way in ways.items():
    begin = perf_counter()
    found[name] = way.fit_predict(pixels)
    took, score = perf_counter() - begin, adjusted_rand_score(answers, found[name])
    print(f"{name:14} ≈ {took:.2f} s, adjusted Rand index ≈ {score:.2f}")

# %% tags=["claim"]
assert adjusted_rand_score(answers, found["agglomerative"]) > 0.06 + adjusted_rand_score(
    answers, found["k-means"]
), "agglomerative clustering finds the digits better than k-means"

# %%
means = {}
for name, own in found.items():
    means[name] = [16 * images[own == k].mean(axis=0) for k in range(10)]  # from 0 to 16 to nearly 0 to 255
picture_rows(means)
plt.suptitle("The mean picture of each group", fontsize=11)
show("Four rows of ten blurred digits: for each way of clustering the mean picture of each of its groups.")

# %% [markdown]
# Which digits does each row miss, and which does it have twice? `group_rows(images, found["BIRCH"])` shows the pictures.
#
# ### What does it cost?
# To have more pictures, move each scan by a pixel, in all directions: nine times as many. Of these, take 600 to 4,800. **Predict:** with twice the pictures, how many
# times as long does each one take?

# %%
moved = [np.roll(images, (down, right), axis=(1, 2)) for down in [-1, 0, 1] for right in [-1, 0, 1]]
pile = np.concatenate(moved).reshape(-1, 64)
pile = pile[np.random.default_rng(SEED).permutation(len(pile))]
print(len(pile), "pictures")

# %% tags=["nbval-ignore-output"]
ways["k-means"].n_init = ways["mini-batch"].n_init = 1  # from one start each
sizes = [600, 1200, 2400, 4800]
print("pictures       ", "     ".join(str(size) for size in sizes))
seconds = {}
for name, way in ways.items():
    seconds[name] = []
    for size in sizes:
        begin = perf_counter()
        way.fit(pile[:size])
        seconds[name].append(perf_counter() - begin)
    print(f"{name:14}", "  ".join(f"{took:.3f} s" for took in seconds[name]))

# %% tags=["nbval-ignore-output"]
for (name, took), marker in zip(seconds.items(), "os^D", strict=True):
    plt.plot(sizes, took, marker + "-", label=name)
plt.xscale("log")
plt.yscale("log")
plt.xticks(sizes, sizes)
plt.minorticks_off()
plt.gca().set(xlabel="pictures", ylabel="seconds", title="How do the seconds grow?")
plt.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show("Four curves of seconds against pictures; agglomerative clustering climbs most steeply.")

# %% [markdown]
# Agglomerative clustering keeps the distance of every pair: twice the pictures, four times the pairs. **How much memory is that for a
# million pictures**, at eight bytes a distance?

# %%
for n in [len(images), 10_000, 1_000_000]:
    print(f"{n:9,} pictures: {8 * n * (n - 1) / 2 / 1e9:10,.2f} GB of distances")

# %% [markdown]
# So: a few thousand pictures, agglomerative; many, k-means; so many that they do not fit into memory, mini-batch or BIRCH: both can be given
# one part after the other, with `partial_fit`. On a pile as small as this they are not the faster ones.
#
# ### Exercise: choose a way
# Write for each pile `"agglomerative"`, `"k-means"` or `"mini-batch"`.
#
# - **A** 900 scans of old letters; you want the best groups, and have a minute.
# - **B** 200,000 small pictures, which fit into memory; new ones shall get a group too.
# - **C** Pictures come from a camera all day, and are not kept.
#
# Write a dictionary: `ways_for = {"A": "…", "B": "…", "C": "…"}`.

# %%
### BEGIN SOLUTION
ways_for = {"A": "agglomerative", "B": "k-means", "C": "mini-batch"}
### END SOLUTION

# %%
exercise.ways_for.check(ways_for)

# %% [markdown] tags=["teacher"]
# **Teacher · 15 minutes.** Most expect mini-batch to win on time, by its name. `ways` is there to be changed: other linkages, thresholds,
# sizes. Ask: why can k-means name the group of a new picture, and agglomerative not? Short of time: leave the table of thresholds out.

# %% [markdown]
# ## How many groups?
#
# You said ten, since you know digits. Somebody with a pile of unknown pictures does not. Two curves are offered for choosing k:
#
# - the **elbow**: the k from which on the sum of squares falls more slowly;
# - the **silhouette**: for each picture, $a$ is the mean distance to the others of its group, $b$ the mean distance to the nearest other
#   group. $(b - a) / \max(a, b)$ is near 1 if it lies well, about 0 between two groups. The mean over all pictures is highest for the best k.
#
# **Predict** both: where is the elbow, and where the peak?

# %%
ks = [2, 4, 6, 8, 9, 10, 11, 12, 14, 16, 20]
sums, silhouettes, rands = [], [], []
for k in ks:
    clusterer = KMeans(k, n_init=4, random_state=SEED).fit(pixels)
    sums.append(clusterer.inertia_)
    silhouettes.append(silhouette_score(pixels, clusterer.labels_))
    rands.append(adjusted_rand_score(answers, clusterer.labels_))

# %%
_, panels = plt.subplots(1, 3, figsize=(8, 2.8))
titles = ["sum of squares", "silhouette", "adjusted Rand index"]
for axes, title, values in zip(panels, titles, [sums, silhouettes, rands], strict=True):
    axes.plot(ks, values, "o-")
    axes.axvline(10, color="black", linestyle=":")
    axes.set(xlabel="k", title=title)
print(
    "silhouette:",
    ", ".join(f"k = {k}: ≈ {one:.2f}" for k, one in zip(ks, silhouettes, strict=True) if k in [2, 9, 10, 14]),
)
show(
    "Three curves against k: the sum of squares bends nowhere; the other two rise to a broad top and fall slowly."
)

# %% tags=["claim"]
assert np.ptp(silhouettes[4:9]) < 0.03, "from 9 to 14 groups the silhouettes hardly differ"
assert min(silhouettes[4:9]) > silhouettes[0] + 0.03, "two groups are too few"

# %% [markdown]
# There is no elbow at ten, and the silhouette is about the same for nine and for fourteen. The right panel needs labels, and even it does
# not single out ten. Look at the rows of groups above once more: people write a 1 in several ways, so there are more than ten *shapes* in the pile.
#
# ### Groups where there are none
# The second trap is worse. These points are drawn by chance, evenly: there is nothing to find. **Predict:** does the silhouette say so?

# %%
noise = np.random.default_rng(SEED).random((500, 2))
sorted_noise = [KMeans(k, n_init=4, random_state=SEED).fit(noise) for k in range(2, 9)]
scored = [silhouette_score(noise, one.labels_) for one in sorted_noise]
best = sorted_noise[np.argmax(scored)]
print(f"the best k: ≈ {best.n_clusters}, with a silhouette of ≈ {max(scored):.2f}")
print(f"the digits had at most ≈ {max(silhouettes):.2f}")
group_dots(noise, [(best.labels_, best.cluster_centers_)], ["Groups, where there are none"])
show("Points spread evenly over a square, cut into neat coloured pieces with a cross in each.")

# %% tags=["claim"]
assert min(scored) > max(silhouettes) + 0.1, "noise has higher silhouettes than the digits"

# %% [markdown]
# K-means always finds k groups, and the silhouette always names a best one. Here it is even higher than for the digits: between piles with other features
# it cannot be compared. Stretch the points: write `noise = noise * [5, 1]` behind the first line. Which k is best now? So look at the pictures in the groups; no
# number replaces that.
#
# ### ★ More: the silhouette of one picture
# Write it. `points` is `(n, numbers)`, `groups` is `(n,)`, `i` says which point. Distances here are real ones, with the root. A point that is alone
# in its group gets 0.


# %%
def silhouette(points, groups, i):
    """Return (b - a) / max(a, b) of point i, or 0 if it is alone in its group."""
    ### BEGIN SOLUTION
    distances = np.sqrt(((points - points[i]) ** 2).sum(axis=1))
    own = groups == groups[i]
    if own.sum() == 1:
        return 0.0
    a = distances[own].sum() / (own.sum() - 1)  # without itself, whose distance is 0
    b = min(distances[groups == other].mean() for other in set(groups[~own]))
    return (b - a) / max(a, b)
    ### END SOLUTION


# %%
exercise.silhouette.check(silhouette)

# %% [markdown] tags=["teacher"]
# **Teacher · 8 minutes.** Everybody finds an elbow where they expect one: cover the dotted line, let each learner point, compare.
# Misconception: there is one right k. Ask: right for what?

# %% [markdown]
# ## Name the groups
#
# Back to the promise. Sort the pile, look at **one** picture of each group, and write down what it is. The whole group gets that name. To judge this
# fairly, 500 scans are kept back: neither the groups nor the names come from them. Twenty groups, since there are more shapes than digits.

# %%
order = np.random.default_rng(SEED).permutation(len(images))
train, test = order[:1297], order[1297:]
clusterer = KMeans(20, n_init=10, random_state=SEED).fit(pixels[train])
distances = clusterer.transform(pixels[train])  # of each picture to each centre: (1297, 20)
chosen = train[distances.argmin(axis=0)]  # the picture nearest to each centre
image_grid(images[chosen], [f"group {k}" for k in range(20)], columns=7, size=1.05)
show("Twenty scans, the one nearest to the centre of each group.")

# %% [markdown]
# ### Exercise: twenty names
# You are the expert. Write a list of twenty digits, as numbers without quotes: what you read on the pictures, from group 0 to group 19. Take the time. (Some can be
# read in two ways.)

# %%
### BEGIN SOLUTION
names = answers[chosen]  # what the experts wrote who read these scans; yours is a list such as [3, 0, 4, …]
### END SOLUTION

# %%
exercise.names.check(names, chosen)

# %% [markdown]
# That was all the labelling. `clusterer.predict` gives the group of a new scan, and `expert[…]` looks up its name; `expert` is the reading of those
# who labelled the scans, so that the cell runs without yours; put `np.array(names)` in its place. **Predict** the accuracy on scans that were kept back.

# %%
expert = answers[chosen]
named = expert[clusterer.predict(pixels[test])]
print(f"20 labels, cluster then label: ≈ {accuracy_score(answers[test], named):.0%} of {len(test)} new scans")

# %% [markdown]
# Is that good? Compare with a classifier that gets as many labels: the nearest neighbour of lesson 02. It learns once from twenty scans drawn by
# chance, ten times over, and once from the same twenty as you labelled.


# %%
def learn_from(labelled):
    """Return the accuracy of the nearest neighbour on new scans, with these scans labelled."""
    model = KNeighborsClassifier(1).fit(pixels[labelled], answers[labelled])
    return model.score(pixels[test], answers[test])


rng = np.random.default_rng(SEED)
drawn = np.mean([learn_from(rng.choice(train, 20, replace=False)) for _ in range(10)])
print(f"20 labels, drawn by chance:              ≈ {drawn:.0%}")
print(f"20 labels, the ones chosen by k-means:   ≈ {learn_from(chosen):.0%}")
print(f"all {len(train)} labels:                         ≈ {learn_from(train):.0%}")

# %% tags=["claim"]
assert accuracy_score(answers[test], named) > drawn + 0.1, "naming clusters beats a classifier with 20 labels"
assert learn_from(chosen) > drawn + 0.1, "most of it comes of labelling the right pictures"
assert learn_from(train) > accuracy_score(answers[test], named) + 0.02, "all labels are still better"

# %% [markdown]
# Cluster then label is far ahead, for labels that were drawn by chance miss some digits and repeat others. Most of the gain comes from *which* scans
# you labelled. Where labels are expensive, sort first.
#
# ### Look at the mistakes

# %%
wrong = np.flatnonzero(named != answers[test])[:6]
spoke = chosen[clusterer.predict(pixels[test[wrong]])]  # the scan that gave its group the name
titles = [f"a {answers[test[i]]}, named {named[i]}" for i in wrong] + ["after this one"] * len(wrong)
image_grid(images[[*test[wrong], *spoke]], titles, columns=6, size=1.2)
show("Scans that were named wrongly, and below each the scan after which its group was named.")

# %% [markdown]
# A name sticks to the whole group, and a scan in the wrong group has no say.
#
# ### ★ More: how many names are worth it?
# Design the experiment. For several k: sort the pile into k groups, name each one after the picture nearest to its centre, and measure which share of
# **all** pictures then has the right name. Return `{k: accuracy}` for at least five k, from 5 or fewer to 100 or more. You may look up `labels` for the k
# chosen pictures, and for the final count. In a cell of your own, plot `naming_curve(pixels, answers)`: where would you stop?


# %%
def naming_curve(pixels, labels):
    """Return for several k the share of pictures that get the right name from k labels."""
    ### BEGIN SOLUTION
    results = {}
    for k in [5, 10, 20, 50, 100]:
        clusterer = KMeans(k, n_init=4, random_state=0).fit(pixels)
        chosen = clusterer.transform(pixels).argmin(axis=0)
        results[k] = np.mean(labels[chosen][clusterer.labels_] == labels)
    return results
    ### END SOLUTION


# %%
exercise.naming_curve.check(naming_curve)

# %% [markdown] tags=["teacher"]
# **Teacher · 12 minutes.** Let learners time themselves. Ask what a second expert would do with the doubtful ones. Misconception: clustering replaces
# labels. It says which ones to buy. Ask: what if a group holds two digits?

# %% [markdown]
# ## Groups are not classes
#
# Digits were kind to us: what is near in pixels is mostly the same digit. Now the flowers, each described by the mean colour of its middle: which share of the
# light is red, which green, which blue, be it bright or dark. As many groups as there are species. **Predict:** which species will the groups be?

# %%
garden = load(DATA, size=48)
species, class_names = garden.labels, garden.class_names
middles = (
    garden.images[:, 14:34, 14:34].mean(axis=(1, 2)) + 1
)  # red, green, blue; + 1, so that black has shares
colors = middles / middles.sum(axis=1, keepdims=True)  # their shares
by_color = KMeans(len(class_names), n_init=10, random_state=SEED).fit_predict(colors)
mixed = np.random.default_rng(SEED).permutation(len(species))
group_rows(garden.images[mixed], by_color[mixed])
show(
    "A row of pictures for each group: the middles in a row have about one colour, and the flowers are of all kinds."
)

# %% [markdown]
# Each row makes sense, if one is asked for colours: red ones, orange ones, pale ones. How do the species lie in it? A row for each species, a column for each group:

# %%
count = len(class_names)
table = np.array([np.bincount(by_color[species == k], minlength=count) for k in range(count)])
plt.figure(figsize=(4.5, 3))
plt.imshow(table, cmap="Blues", vmin=0)
write_values(plt.gca(), table)
plt.yticks(range(count), class_names)
plt.xticks(range(count))
plt.gca().set(xlabel="group", title="Does a group belong to a species?")
print(f"adjusted Rand index ≈ {adjusted_rand_score(species, by_color):.2f}")
show("A table of counts, species against groups: pictures of most species lie in most groups.")

# %% tags=["claim"]
assert adjusted_rand_score(species, by_color) < 0.1, "groups by colour are not the species"

# %% [markdown]
# Did k-means fail? Judge the sorting **by species** with k-means's own measure, the sum of squares. **Predict:** is it smaller or larger than that of
# the groups, and how does it compare with a shuffled pile?


# %%
def sum_of_squares(numbers, groups):
    """Return the squared distance of each picture to the mean of its group, added up."""
    means = np.array([numbers[groups == k].mean(axis=0) for k in range(groups.max() + 1)])
    return ((numbers - means[groups]) ** 2).sum()


rng = np.random.default_rng(SEED)
sums = {"groups": sum_of_squares(colors, by_color), "species": sum_of_squares(colors, species)}
sums["shuffled"] = sum_of_squares(colors, rng.permutation(species))
for name, squares in sums.items():
    print(f"sorted by {name:8} ≈ {squares / sums['shuffled']:.0%} of the sum by chance")

# %% tags=["claim"]
assert sums["groups"] < 0.5 * sums["species"], "k-means finds a far tighter sorting than the species"
assert sums["species"] > 0.85 * sums["shuffled"], "by colours, species are hardly tighter than chance"

# %% [markdown]
# It did its task splendidly. By these numbers the species are a poor sorting, only a little tighter than chance. **What is near is decided by the features**, and
# only labels say which likeness you care about. To make this sum still smaller does not lead to the species.
#
# Try other features in `middles`: the top strip, `garden.images[:, :14].mean(axis=(1, 2))`, or the whole picture. Which groups do you get, and what is the
# adjusted Rand index? A network, from lesson 07 on, learns its features from labels.

# %% [markdown] tags=["teacher"]
# **Teacher · 8 minutes.** Most blame k-means. Ask for three sensible ways to sort the people in this room. Misconception: a better algorithm would find the
# classes. With 81 gradient features (lesson 04) a classifier with labels is right on most flowers, and the groups (adjusted Rand index about 0.06) still hardly follow the species: the
# information is there, but nobody asked for it.

# %% [markdown]
# ## One group, one label, or several?
#
# Each of these sortings gives a picture to exactly one group, as single-label classification gives it exactly one label. What about a flower bed with
# several species? **Predict** what the groups follow there.

# %%
beds = load("scenes", size=48)
bed_colors = beds.images.mean(axis=(1, 2))
bed_groups = KMeans(4, n_init=10, random_state=SEED).fit_predict(bed_colors)
counts = beds.labels.sum(axis=1)  # a row of zeros and ones for each bed
for row, group in zip(beds.labels[:5], bed_groups[:5], strict=True):
    there = [name for name, yes in zip(beds.class_names, row, strict=True) if yes]
    print(f"group ≈ {group}, labels:", ", ".join(there))
image_grid(beds.images[:5], [f"labels: {n}, groups: 1" for n in counts[:5]], size=1.55)
show("Five drawn flower beds, with one to five species in each; each bed is in one group.")

# %% [markdown]
# | | labels to learn from | what a picture gets |
# |---|---|---|
# | **clustering** | none | one group, without a name |
# | **single-label classification** (binary or multi-class) | one for each picture | one label |
# | **multi-label classification** | a yes or no for each class | any number of labels, also none |
#
# ### Exercise: which task is it?
# Write `"clustering"`, `"single-label"` or `"multi-label"` for each situation.
#
# - **A** A museum has a million photographs and no list of what they show. What kinds are there?
# - **B** Each seed on a belt is one of nine kinds; an expert sorted 2,000 of them. Sort the rest.
# - **C** Of each X-ray doctors wrote down which of 14 findings it shows. Do so for new ones.
# - **D** A phone puts together the photographs that look alike, so that you keep the best of each pile.
# - **E** Is this mole harmless or not? There are 5,000 pictures whose owners were examined.
# - **F** Pictures of rooms are on offer; sellers ticked *balcony*, *bath*, *garden*, as many as there are. Tick for a new one.
#
# Write a dictionary: `tasks = {"A": "…", "B": "…", …}`.

# %%
### BEGIN SOLUTION
tasks = {
    "A": "clustering",
    "B": "single-label",
    "C": "multi-label",
    "D": "clustering",
    "E": "single-label",
    "F": "multi-label",
}
### END SOLUTION

# %%
exercise.tasks.check(tasks)

# %% [markdown] tags=["teacher"]
# **Teacher · 5 minutes.** Two questions suffice: did anybody give labels, and how many can a picture get? Short of time: letters A to C.

# %% [markdown]
# ## On your own pictures
#
# An album without labels: drag photographs into `my_pictures/` beside this notebook, with or without sub-folders, and run the cell again. Until then, flowers
# stand in. Each picture is described by its colours in nine places, so those with similar light and background come together.

# %%
paths = own_pictures()
album, _, broken = read_pictures(paths, (48, 48))
album = np.delete(album, list(broken), axis=0)  # what could not be read
album = album if len(album) else garden.images[::15]
places = album.reshape(len(album), 3, 16, 3, 16, 3).mean(axis=(2, 4)).reshape(len(album), -1)
k = min(3, len(album))  # try others
album_groups = AgglomerativeClustering(k).fit_predict(places) if k > 1 else np.zeros(k, int)
print("pictures:", len(album), "  could not be read:", ", ".join(paths[i].name for i in broken) or "none")
group_rows(album, album_groups, columns=8)
show("Rows of pictures, one for each group: those in a row are alike in colour and light.")

# %% [markdown]
# Give each row a name. Where you cannot, is `k` too small, or do the features ask for something else than you?

# %% [markdown]
# ## Quiz
# Choose an answer: click on it, or press Tab until it is marked and then Enter.

# %%
exercise.quiz

# %% [markdown]
# ## What you learned
#
# - You wrote k-means, assign and move, and watched it sort pictures.
# - You compared sortings pair by pair, with the adjusted Rand index: 0 is chance, 1 the same sorting.
# - You chose between four ways: agglomerative found the digits best, but keeps every pair; k-means, mini-batch and BIRCH go on where it cannot.
# - An elbow may be missing, and a silhouette names a best k even in noise: look at the pictures.
# - You named twenty groups, and had a classifier. Groups follow the features; only labels say which classes you mean.
#
# **Next:** [06 · How does a filter see a pattern?](06_convolution.ipynb)
#
# **Where to read more:** S. Lloyd, *Least squares quantization in PCM* (1982). L. Hubert and P. Arabie, *Comparing partitions* (1985). P. Rousseeuw,
# *Silhouettes* (1987). T. Zhang, R. Ramakrishnan and M. Livny, *BIRCH* (1996). D. Sculley, *Web-scale k-means clustering* (2010). J. Kleinberg, *An
# Impossibility Theorem for Clustering* (2002).
