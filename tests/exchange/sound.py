"""A sound protocol file, small but with one of everything; tests spoil it one line at a time."""

SOUND = """\
format = 1
[protocol]
id = "T-1"
version = "1"
status = "site"
planned_patients = 15
cycles = 2
infant_scale = "lansky"
title = { en = "test", ru = "проба", be = "спроба" }
sources = [
  "a paper",
  "another paper",
]

[anchor.chemo]
title = { en = "day 1" }
number = 1
day_zero = false

[anchor.nk]
title = { en = "first infusion" }
number = 0
day_zero = true
item = "NK1"

[calendar.ward]
[calendar.nk_lab]
closed_weekdays = ["sat", "sun"]
holidays = "BY"
capacity = 2
example = true

[[arm]]
id = "flag"
title = { en = "FLAG" }
disease_groups = ["primary_refractory", "relapsed"]

[[arm]]
id = "ida"
title = { en = "idarubicin" }
disease_groups = ["primary_high_risk"]

[[item]]
code = "FLU"
title = { en = "fludarabine" }
kind = "chemo"
arms = ["flag"]
anchor = "chemo"
days = ["-1..5", 7]
times = ["09:00", "21:00"]
route = "IV"
over_minutes = 30
example = true
[[item.dose]]
when = { weight_below_kg = "10", age_from_months = 6, age_below_months = 24 }
basis = "mg/kg"
amount = "1.0"
[[item.dose]]
basis = "mg/m2"
amount = "30"
example = true

[[item]]
code = "IDA"
title = { en = "idarubicin" }
kind = "chemo"
arms = ["ida"]
cycles = [1]
anchor = "chemo"
days = [3]

[[item]]
code = "NK1"
title = { en = "first infusion" }
kind = "infusion"
anchor = "chemo"
days = [10]
window = { before = 1, after = 3 }
calendar = "nk_lab"
needs_product = true

[[item]]
code = "NK2"
title = { en = "second infusion" }
kind = "infusion"
anchor = "nk"
days = [7]
calendar = "nk_lab"

[[item]]
code = "BLOOD"
title = { en = "blood sample" }
kind = "sample"
anchor = "nk"
days = [0, 28]

[[gap]]
from = "chemo.last"
to = "NK1"
min = 2
[[gap]]
from = "FLU@7"
to = "NK1"
min = 1
max = 30
example = true
[[gap]]
from = "previous.infusion.last"
to = "chemo.first"
min = 10

[[criterion]]
id = "P-I0"
who = "patient"
kind = "inclusion"
text = { en = "age" }
source = "registry"
recheck = "carry"
test = { age = { from_months = 6, below_years = 31 } }

[[criterion]]
id = "P-I1"
who = "patient"
kind = "inclusion"
text = { en = "disease" }
source = "registry"
recheck = "carry"
test = { field = "disease_group", one_of = ["relapsed", "primary_high_risk"] }

[[criterion]]
id = "P-I2"
who = "patient"
kind = "inclusion"
text = { en = "performance" }
source = "registry"
recheck = "repeat"
test = { observation = "performance", at_least = "70" }

[[criterion]]
id = "P-I3"
who = "patient"
kind = "inclusion"
text = { en = "consent" }
source = "registry"
recheck = "carry"
all_of = [{ consent = true }, { judgement = "suitable", equals = "yes", from_age_years = 1 }]

[[criterion]]
id = "P-E2"
who = "patient"
kind = "exclusion"
text = { en = "liver" }
source = "registry"
recheck = "repeat"
valid_days = 14
example = true
any_of = [
  { observation = "ast", uln_at_least = "5" },
  { observation = "hiv", equals = "positive", sex = "f" },
]

[product]
title = { en = "cells" }
dose_min = "5"
dose_max = "10.50"
weight_days = 7
weight_change_percent = 10
label_percent = 20
steroids_barred = true
premedication_minutes = 30
vitals = [15, 0]
after_end = [240, 60]
late_minutes = 10
observe_minutes = 240
thawed_minutes = 45
limit = [
  { vital = "spo2", low = "92", example = true },
  { vital = "heart_rate", from_months = 12, low = "60", high = "100" },
  { vital = "heart_rate", below_months = 12, low = "80", high = "160" },
]

[[product.test]]
id = "sterility"
title = { en = "sterility" }
answers = ["positive", "negative"]
passes = "negative"
at_release = false

[[product.test]]
id = "cd3"
title = { en = "CD3" }
unit = "10^6 cells"
limit = "below"
bound = "0.20"
per_kg = true
example = true
"""
"""The file in its first form; every case of a malformed file changes one place of it."""
