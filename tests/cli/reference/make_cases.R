# Writes cases.json: what R 4.2 says of R's own data sets, each expected value beside the expression that gives it.
#   Rscript make_cases.R > cases.json
# In the expressions a and b are the samples of the two sides, and what base R does not have is defined here.

se2 <- function(x) var(x) / length(x)
welch_df <- function(a, b, r = 1) {
  (se2(a) + r^2 * se2(b))^2 / (se2(a)^2 / (length(a) - 1) + r^4 * se2(b)^2 / (length(b) - 1))
}
log10_p <- function(t, df) (log(2) + pt(-abs(t), df, log.p = TRUE)) / log(10)
unit <- function(x) 2^round(log2(max(abs(x))))  # in which no square vanishes, and which rounds nothing
sd_of <- function(x) sd(x / unit(x)) * unit(x)
rho <- function(x, lag) {
  x <- (x - x[1]) / unit(x)  # acf() would lose digits to a large offset
  if (lag < length(x)) acf(x, lag.max = lag, plot = FALSE)$acf[lag + 1] else 0
}
ess_ar1 <- function(x) max(1, min(length(x), length(x) * (1 - rho(x, 1)) / (1 + rho(x, 1))))
tau_ips <- function(x) {  # Geyer (1992): initial positive sequence
  tau <- -1
  for (k in 0:(length(x) %/% 2)) {
    pair <- rho(x, 2 * k) + rho(x, 2 * k + 1)
    if (pair <= 0) break
    tau <- tau + 2 * pair
  }
  tau
}
lower_rank <- function(n, p, level) {
  rank <- qbinom((1 - level) / 2, n, p) + 1
  while (rank >= 1 && pbinom(rank - 1, n, p) > (1 - level) / 2) rank <- rank - 1
  if (rank < 1) NULL else rank
}
upper_rank <- function(n, p, level) {
  ranks <- which(pbinom(1:n - 1, n, p, lower.tail = FALSE) <= (1 - level) / 2)
  if (length(ranks) == 0) NULL else min(ranks)
}
coverage <- function(n, p, level) {
  u <- upper_rank(n, p, level)
  l <- lower_rank(n, p, level)
  (if (is.null(u)) 1 else pbinom(u - 1, n, p)) - (if (is.null(l)) 0 else pbinom(l - 1, n, p))
}
at_rank <- function(x, rank) if (is.null(rank)) NULL else sort(x)[rank]
noncentrality <- function(t, df, probability) {
  uniroot(function(ncp) pt(t, df, ncp) - probability, t + c(-1, 1) * (6 + abs(t)), tol = 1e-13)$root
}
effect_limit <- function(d, h, df, probability) noncentrality(d / sqrt(h), df, probability) * sqrt(h)
d_pooled <- function(a, b) {
  (mean(a) - mean(b)) / sqrt(((length(a) - 1) * var(a) + (length(b) - 1) * var(b)) / (length(a) + length(b) - 2))
}
d_av <- function(a, b) (mean(a) - mean(b)) / sqrt((var(a) + var(b)) / 2)
h_pooled <- function(a, b) 1 / length(a) + 1 / length(b)
h_av <- function(a, b) {
  2 * (length(b) * var(a) + length(a) * var(b)) / (length(a) * length(b) * (var(a) + var(b)))
}
h_glass <- function(a, b) 1 / length(b) + var(a) / (length(a) * var(b))
glass <- function(a, b) (mean(a) - mean(b)) / sd(b)
hedges_j <- function(df) exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)
cles <- function(a, b) mean(outer(a, b, ">") + outer(a, b, "==") / 2)
mw_z <- function(a, b) {
  n <- length(a) + length(b)
  ties <- table(c(a, b))
  distance <- wilcox.test(a, b, exact = FALSE)$statistic - length(a) * length(b) / 2
  sign(distance) * max(0, abs(distance) - 0.5) /
    sqrt(length(a) * length(b) / 12 * (n + 1 - sum(ties^3 - ties) / (n * (n - 1))))
}
brunner_munzel <- function(a, b) {  # the ranks of Brunner and Munzel (2000)
  m <- length(a)
  n <- length(b)
  all <- rank(c(a, b))
  of_a <- all[1:m]
  of_b <- all[m + 1:n]
  s_a <- var(of_a - rank(a))
  s_b <- var(of_b - rank(b))
  statistic <- m * n * (mean(of_b) - mean(of_a)) / ((m + n) * sqrt(m * s_a + n * s_b))
  df <- (m * s_a + n * s_b)^2 / ((m * s_a)^2 / (m - 1) + (n * s_b)^2 / (n - 1))
  list(statistic = statistic, df = df, p = 2 * pt(-abs(statistic), df), p_hat = (mean(of_b) - (n + 1) / 2) / m)
}
kolmogorov_limit <- function(a, b) {
  x <- suppressWarnings(ks.test(a, b))$statistic * sqrt(length(a) * length(b) / (length(a) + length(b)))
  k <- 1:100
  2 * sum((-1)^(k - 1) * exp(-2 * k^2 * x^2))
}
fieller <- function(a, b, level = 0.95) {
  r <- mean(a) / mean(b)
  df <- max(1, welch_df(a, b, r))
  q <- qt((1 + level) / 2, df)
  se <- sqrt(se2(a) + r^2 * se2(b)) / abs(mean(b))
  inverted <- mean(b)^2 - q^2 * se2(b)
  root <- function(sign) {
    (mean(a) * mean(b) + sign * sqrt((mean(a) * mean(b))^2 - inverted * (mean(a)^2 - q^2 * se2(a)))) / inverted
  }
  list(estimate = r, df = df, lower = if (inverted > 0) root(-1), upper = if (inverted > 0) root(1),
       delta = r + c(-1, 1) * q * se, delta_log = r * exp(c(-1, 1) * q * se / r))
}
tost <- function(a, b, mu, alternative) t.test(a, b, mu = mu, alternative = alternative)
anderson_darling <- function(x) {  # Stephens (1986), case 3, as nortest::ad.test
  n <- length(x)
  z <- sort((x - mean(x)) / sd(x))
  a2 <- -n - mean((2 * 1:n - 1) * (pnorm(z, log.p = TRUE) + pnorm(-rev(z), log.p = TRUE)))
  a <- a2 * (1 + 0.75 / n + 2.25 / n^2)
  p <- if (a < 0.2) 1 - exp(-13.436 + 101.14 * a - 223.73 * a^2)
  else if (a < 0.34) 1 - exp(-8.318 + 42.796 * a - 59.938 * a^2)
  else if (a < 0.6) exp(0.9177 - 4.279 * a - 1.38 * a^2)
  else if (a < 10) exp(1.2937 - 5.709 * a + 0.0186 * a^2)
  else 3.7e-24
  list(a2 = a2, p = p)
}
jarque_bera <- function(x) {
  m <- function(k) mean((x - mean(x))^k)
  length(x) / 6 * ((m(3) / m(2)^1.5)^2 + (m(4) / m(2)^2 - 3)^2 / 4)
}
fence <- function(x, quartile, times) unname(quantile(x, quartile) + times * IQR(x))
power_of <- function(delta, sd_a, n_a, sd_b, n_b, alpha) {
  v <- c(sd_a^2 / n_a, sd_b^2 / n_b)
  df <- sum(v)^2 / sum(v^2 / (c(n_a, n_b) - 1))
  q <- qt(1 - alpha / 2, df)
  ncp <- abs(delta) / sqrt(sum(v))
  list(df = df, power = pt(q, df, ncp, lower.tail = FALSE) + pt(-q, df, ncp))
}
effect_of_power <- function(target, ...) {
  uniroot(function(delta) power_of(delta, ...)$power - target, c(1e-6, 30), tol = 1e-13)$root
}
components <- function(runs) {
  run <- factor(rep(seq_along(runs), lengths(runs)))
  table <- summary(aov(unlist(runs) ~ run))[[1]]
  size <- (sum(lengths(runs)) - sum(lengths(runs)^2) / sum(lengths(runs))) / (length(runs) - 1)
  raw <- (table[1, 3] - table[2, 3]) / size
  list(within = table[2, 3], raw = raw, between = max(0, raw), icc = max(0, raw) / (max(0, raw) + table[2, 3]),
       f = table[1, 4], p = table[1, 5])
}
fit_usl <- function(n, x) {
  nls(x ~ l * n / (1 + s * (n - 1) + k * n * (n - 1)), start = list(l = x[1] / n[1], s = 0.05, k = 0.002),
      control = nls.control(maxiter = 500, tol = 1e-6, minFactor = 1e-12))
}
change_points <- function(x, penalty, least = 1) {  # optimal partitioning (Jackson et al., 2005)
  n <- length(x)
  cost <- c(-penalty, rep(Inf, n))
  last <- rep(0, n + 1)
  for (end in least:n) for (start in 0:(end - least)) {
    segment <- x[(start + 1):end]
    with_it <- cost[start + 1] + sum((segment - mean(segment))^2) + penalty
    if (with_it < cost[end + 1]) {
      cost[end + 1] <- with_it
      last[end + 1] <- start
    }
  }
  found <- c()
  while (n > 0 && last[n + 1] > 0) {
    n <- last[n + 1]
    found <- c(n, found)
  }
  found
}
resampled_means <- function(x) {  # of every resample there is
  sort(rowMeans(as.matrix(expand.grid(rep(list(x), length(x))))))
}
within <- function(x, p, resamples) {  # where the p quantile of so many resamples lies but for five of its errors
  range(quantile(resampled_means(x), p + c(-1, 1) * 5 * sqrt(p * (1 - p) / resamples)))
}
bca_point <- function(x, p) {
  means <- resampled_means(x)
  z0 <- qnorm(mean(means < mean(x) - 1e-12) + mean(abs(means - mean(x)) <= 1e-12) / 2)
  d <- x - mean(x)
  acceleration <- sum(d^3) / (6 * sum(d^2)^1.5)
  pnorm(z0 + (z0 + qnorm(p)) / (1 - acceleration * (z0 + qnorm(p))))
}

number <- function(x) {
  if (is.null(x) || is.na(x)) return("null")
  short <- sprintf("%.15g", x)
  if (as.numeric(short) == x) short else sprintf("%.17g", x)
}
numbers <- function(x) paste0("[", paste(sapply(x, number), collapse = ", "), "]")
text <- function(x) paste0('"', gsub("(?=[\"\\\\])", "\\\\", x, perl = TRUE), '"')
value <- function(x) {
  if (is.character(x)) text(x)
  else if (is.logical(x) && !is.na(x)) tolower(x)
  else if (length(x) == 2) numbers(x)
  else number(unname(x))
}
input <- function(x) {
  if (is.list(x)) paste0("[", paste(sapply(x, numbers), collapse = ", "), "]")
  else if (inherits(x, "AsIs") || length(x) > 1) numbers(x)
  else value(x)
}

written <- 0
# a, b: expressions of samples; asks: input of calc; expect: keys and expressions; tolerance: relative, for all keys.
case <- function(kind, name, command, expect, a = NULL, b = NULL, asks = NULL, tolerance = 1e-9) {
  scope <- new.env(parent = globalenv())
  fields <- c(paste('"kind":', text(kind)), paste('"name":', text(name)),
              paste0('"command": [', paste(text(command), collapse = ", "), "]"))
  for (side in c("a", "b")) {
    expression <- get(side)
    if (!is.null(expression)) {
      samples <- as.numeric(eval(parse(text = expression), scope))
      assign(side, samples, scope)
      fields <- c(fields, sprintf('"%s": {"r": %s, "samples": %s}', side, text(expression), numbers(samples)))
    }
  }
  if (!is.null(asks)) {
    for (key in names(asks)) assign(key, asks[[key]], scope)
    fields <- c(fields, paste0('"input": {', paste0('"', names(asks), '": ', sapply(asks, input), collapse = ", "),
        "}"))
  }
  lines <- sapply(names(expect), function(key) {
    found <- eval(parse(text = expect[[key]]), scope)
    sprintf('{"key": %s, "r": %s, "value": %s}', text(key), text(expect[[key]]), value(found))
  })
  fields <- c(fields, paste('"tolerance":', number(tolerance)),
              paste0('"expected": [\n    ', paste(lines, collapse = ",\n    "), "]"))
  cat(if (written > 0) ",\n" else "[\n", " {", paste(fields, collapse = ",\n  "), "}", sep = "")
  written <<- written + 1
}

insects <- function(letter) sprintf('InsectSprays$count[InsectSprays$spray == "%s"]', letter)
plants <- function(group) sprintf('PlantGrowth$weight[PlantGrowth$group == "%s"]', group)
chicks <- function(feed) sprintf('chickwts$weight[chickwts$feed == "%s"]', feed)
sepals <- function(species) sprintf('iris$Sepal.Length[iris$Species == "%s"]', species)
pairs <- list(insects = c(insects("A"), insects("C")), plants = c(plants("trt1"), plants("trt2")),
              chicks = c(chicks("casein"), chicks("horsebean")), irises = c(sepals("versicolor"), sepals("setosa")))

# samples of one file ------------------------------------------------------------------------------------------------
singles <- list(precip = "precip", nile = "Nile", chicks = chicks("soybean"), islands = "islands",
                offset = "1e9 + c(0.25, 0.5, 1.75, 1, 0.125)", tiny = "c(3, 1, 4, 1, 5, 9, 2, 6) * 1e-300",
                negative = "-c(5, 4.5, 3, 1, 2.5)")
for (name in names(singles)) {
  x <- singles[[name]]
  case("univariate", name, c("stats", "a"), a = x, expect = list(
    "n" = "length(a)", "mean" = "mean(a)", "sd" = "sd_of(a)", "min" = "min(a)", "max" = "max(a)",
    "median" = "median(a)", "sem" = "sd_of(a) / sqrt(length(a))", "mean_ci.df" = "length(a) - 1",
    "mean_ci.lower" = "mean(a) - qt(0.975, length(a) - 1) * sd_of(a) / sqrt(length(a))",
    "mean_ci.upper" = "mean(a) + qt(0.975, length(a) - 1) * sd_of(a) / sqrt(length(a))",
    "autocorrelation.lag1" = "rho(a, 1)"))
  case("quantiles", name, c("stats", "a", "--quantiles", "0.1,0.5,0.9,0.99"), a = x, tolerance = 1e-12,
       expect = list("quantiles[0.1].value" = "quantile(a, 0.1)", "quantiles[0.5].value" = "quantile(a, 0.5)",
                     "quantiles[0.9].value" = "quantile(a, 0.9)", "quantiles[0.99].value" = "quantile(a, 0.99)"))
}
for (name in c("precip", "nile", "chicks", "islands")) {
  x <- singles[[name]]
  for (level in c("0.95", "0.9")) {
    ranks <- list()
    for (p in c("0.5", "0.9", "0.99")) {
      at <- sprintf("(length(a), %s, %s)", p, level)
      ranks[paste0("quantiles[", p, "].ci.", c("lower_rank", "upper_rank", "lower", "upper", "coverage"))] <-
        c(paste0("lower_rank", at), paste0("upper_rank", at), paste0("at_rank(a, lower_rank", at, ")"),
          paste0("at_rank(a, upper_rank", at, ")"), paste0("coverage", at))
    }
    case("quantile_ci", paste(name, level), c("stats", "a", "--quantiles", "0.5,0.9,0.99", "--confidence", level),
         a = x, expect = ranks)
  }
  case("robust", name, c("stats", "a"), a = x, expect = list(
    "median" = "median(a)", "mad_raw" = "mad(a, constant = 1)", "mad" = "mad(a)", "iqr" = "IQR(a)",
    "trimmed_mean_10" = "mean(a, trim = 0.1)", "geometric_mean" = "exp(mean(log(a)))",
    "harmonic_mean" = "1 / mean(1 / a)"))
  case("outliers", name, c("stats", "a"), a = x, expect = list(
    "outliers.q1" = "quantile(a, 0.25)", "outliers.q3" = "quantile(a, 0.75)", "outliers.iqr" = "IQR(a)",
    "outliers.fence_low_severe" = "fence(a, 0.25, -3)", "outliers.fence_low_mild" = "fence(a, 0.25, -1.5)",
    "outliers.fence_high_mild" = "fence(a, 0.75, 1.5)", "outliers.fence_high_severe" = "fence(a, 0.75, 3)",
    "outliers.low_severe" = "sum(a < fence(a, 0.25, -3))",
    "outliers.low_mild" = "sum(a < fence(a, 0.25, -1.5) & a >= fence(a, 0.25, -3))",
    "outliers.high_mild" = "sum(a > fence(a, 0.75, 1.5) & a <= fence(a, 0.75, 3))",
    "outliers.high_severe" = "sum(a > fence(a, 0.75, 3))"))
  case("normality", name, c("stats", "a"), a = x, tolerance = 1e-8, expect = list(
    "normality.shapiro_wilk.w" = "shapiro.test(a)$statistic",
        "normality.shapiro_wilk.p_value" = "shapiro.test(a)$p.value",
    "normality.anderson_darling.a2" = "anderson_darling(a)$a2",
    "normality.anderson_darling.p_value" = "anderson_darling(a)$p",
    "normality.jarque_bera.statistic" = "jarque_bera(a)",
    "normality.jarque_bera.p_value" = "pchisq(jarque_bera(a), 2, lower.tail = FALSE)"))
}
for (x in c("LakeHuron", "lynx", "nhtemp", "discoveries")) {
  case("autocorrelation", x, c("stats", "a"), a = x, expect = list(
    "autocorrelation.lag1" = "rho(a, 1)", "autocorrelation.ess_ar1" = "ess_ar1(a)",
    "autocorrelation.tau_ips" = "tau_ips(a)",
    "autocorrelation.ess_ips" = "max(1, min(length(a), length(a) / tau_ips(a)))"))
  for (lags in c("1", "5")) {
    test <- sprintf('Box.test(a, %s, "Ljung-Box")', lags)
    case("ljung_box", paste(x, lags), c("stats", "a", "--ljung-box-lags", lags), a = x, tolerance = 1e-8, expect = list(
      "ljung_box.statistic" = paste0(test, "$statistic"), "ljung_box.df" = lags,
      "ljung_box.p_value" = paste0("pchisq(", test, "$statistic, ", lags, ", lower.tail = FALSE)")))
  }
}
for (x in c("c(812, 954, 1033, 877, 1290)", "c(1, 2, 4, 8, 16, 32)", "c(5.5, 5.25, 7, 6, 5.75, 9)")) {
  limits <- list()
  for (side in c("lower", "upper")) {
    p <- if (side == "lower") "0.025" else "0.975"
    limits[paste0("bootstrap.mean.percentile.", side)] <- sprintf("within(a, %s, 10000)", p)
    limits[paste0("bootstrap.mean.bca.", side)] <- sprintf("within(a, bca_point(a, %s), 10000)", p)
  }
  limits["bootstrap.mean.se"] <- "sqrt(mean((a - mean(a))^2) / length(a)) * c(0.95, 1.05)"
  case("bootstrap", x, c("stats", "a", "--bootstrap", "10000", "--seed", "7"), a = x, expect = limits)
}

# two files ----------------------------------------------------------------------------------------------------------
for (name in names(pairs)) {
  a <- pairs[[name]][1]
  b <- pairs[[name]][2]
  case("welch", name, c("compare", "a", "b", "--confidence", "0.9"), a = a, b = b, tolerance = 1e-8, expect = list(
    "difference.estimate" = "mean(a) - mean(b)", "welch.t" = "t.test(a, b)$statistic",
    "welch.df" = "t.test(a, b)$parameter", "welch.se" = "t.test(a, b)$stderr", "welch.p_value" = "t.test(a, b)$p.value",
    "welch.log10_p" = "log10(t.test(a, b)$p.value)",
        "difference.ci.lower" = "t.test(a, b, conf.level = 0.9)$conf.int[1]",
    "difference.ci.upper" = "t.test(a, b, conf.level = 0.9)$conf.int[2]"))
  case("effect_size", name, c("compare", "a", "b"), a = a, b = b, tolerance = 1e-7, expect = list(
    "effect_size.cohens_d_pooled.estimate" = "d_pooled(a, b)",
    "effect_size.cohens_d_pooled.ci_lower" =
      "effect_limit(d_pooled(a, b), h_pooled(a, b), length(a) + length(b) - 2, 0.975)",
    "effect_size.cohens_d_pooled.ci_upper" =
      "effect_limit(d_pooled(a, b), h_pooled(a, b), length(a) + length(b) - 2, 0.025)",
    "effect_size.hedges_j" = "hedges_j(length(a) + length(b) - 2)",
    "effect_size.hedges_g.estimate" = "hedges_j(length(a) + length(b) - 2) * d_pooled(a, b)",
    "effect_size.cohens_d_av.estimate" = "d_av(a, b)",
    "effect_size.cohens_d_av.ci_lower" = "effect_limit(d_av(a, b), h_av(a, b), welch_df(a, b), 0.975)",
    "effect_size.cohens_d_av.ci_upper" = "effect_limit(d_av(a, b), h_av(a, b), welch_df(a, b), 0.025)",
    "effect_size.glass_delta.estimate" = "glass(a, b)",
    "effect_size.glass_delta.ci_lower" = "effect_limit(glass(a, b), h_glass(a, b), length(b) - 1, 0.975)",
    "effect_size.glass_delta.ci_upper" = "effect_limit(glass(a, b), h_glass(a, b), length(b) - 1, 0.025)",
    "effect_size.cles" = "cles(a, b)", "effect_size.cliffs_delta" = "2 * cles(a, b) - 1"))
  case("ratio", name, c("compare", "a", "b"), a = a, b = b, tolerance = 1e-8, expect = c(list(
    "ratio.estimate" = "mean(a) / mean(b)", "ratio.fieller.df" = "fieller(a, b)$df",
    "ratio.fieller.lower" = "fieller(a, b)$lower", "ratio.fieller.upper" = "fieller(a, b)$upper",
    "ratio.fieller.bounded" = "!is.null(fieller(a, b)$lower)", "ratio.delta.lower" = "fieller(a, b)$delta[1]",
    "ratio.delta.upper" = "fieller(a, b)$delta[2]", "ratio.delta_log.lower" = "fieller(a, b)$delta_log[1]",
    "ratio.delta_log.upper" = "fieller(a, b)$delta_log[2]"), if (name != "insects") list(
      "ratio.log_t.gmr" = "exp(mean(log(a)) - mean(log(b)))",
      "ratio.log_t.lower" = "exp(t.test(log(a), log(b))$conf.int[1])",
      "ratio.log_t.upper" = "exp(t.test(log(a), log(b))$conf.int[2])",
      "ratio.log_t.df" = "t.test(log(a), log(b))$parameter", "ratio.log_t.p_value" = "t.test(log(a), log(b))$p.value")))
  case("mann_whitney", paste(name, "asymptotic"), c("compare", "a", "b", "--mw-method", "asymptotic"), a = a, b = b,
       expect = list("mann_whitney.u" = "wilcox.test(a, b, exact = FALSE)$statistic", "mann_whitney.z" = "mw_z(a, b)",
                     "mann_whitney.p_value" = "wilcox.test(a, b, exact = FALSE)$p.value",
                     "mann_whitney.log10_p" = "log10(wilcox.test(a, b, exact = FALSE)$p.value)",
                     "mann_whitney.method" = '"asymptotic"'))
  case("brunner_munzel", name, c("compare", "a", "b"), a = a, b = b, expect = list(
    "brunner_munzel.statistic" = "brunner_munzel(a, b)$statistic", "brunner_munzel.df" = "brunner_munzel(a, b)$df",
    "brunner_munzel.p_value" = "brunner_munzel(a, b)$p", "brunner_munzel.p_hat" = "brunner_munzel(a, b)$p_hat"))
  case("tost", name, c("compare", "a", "b", "--tost-abs=-1.5,2", "--alpha", "0.1"), a = a, b = b, tolerance = 1e-8,
       expect = list(
         "tost.t_lower" = 'tost(a, b, -1.5, "greater")$statistic', "tost.t_upper" = 'tost(a, b, 2, "less")$statistic',
         "tost.p_lower" = 'tost(a, b, -1.5, "greater")$p.value', "tost.p_upper" = 'tost(a, b, 2, "less")$p.value',
         "tost.p_value" = 'max(tost(a, b, -1.5, "greater")$p.value, tost(a, b, 2, "less")$p.value)',
         "tost.ci.lower" = "t.test(a, b, conf.level = 0.8)$conf.int[1]",
         "tost.ci.upper" = "t.test(a, b, conf.level = 0.8)$conf.int[2]",
         "tost.equivalent" = 'max(tost(a, b, -1.5, "greater")$p.value, tost(a, b, 2, "less")$p.value) < 0.1'))
  case("tost_ratio", name, c("compare", "a", "b", "--tost-ratio=0.8,1.25"), a = a, b = b, tolerance = 1e-7,
       expect = list(
         "tost_ratio.t_lower" = 'tost(a, 0.8 * b, 0, "greater")$statistic',
         "tost_ratio.t_upper" = 'tost(a, 1.25 * b, 0, "less")$statistic',
         "tost_ratio.df_lower" = "welch_df(a, b, 0.8)", "tost_ratio.df_upper" = "welch_df(a, b, 1.25)",
         "tost_ratio.p_lower" = 'tost(a, 0.8 * b, 0, "greater")$p.value',
         "tost_ratio.p_upper" = 'tost(a, 1.25 * b, 0, "less")$p.value',
         "tost_ratio.equivalent" =
           'max(tost(a, 0.8 * b, 0, "greater")$p.value, tost(a, 1.25 * b, 0, "less")$p.value) < 0.05'))
}
case("ratio", "unbounded", c("compare", "a", "b"), a = "c(4, 5, 6.5, 5.5)", b = "c(-1, 2, 0.5, 3, -2.5)", expect = list(
  "ratio.estimate" = "mean(a) / mean(b)", "ratio.fieller.df" = "fieller(a, b)$df", "ratio.fieller.lower" = "NULL",
  "ratio.fieller.upper" = "NULL", "ratio.fieller.bounded" = "!is.null(fieller(a, b)$lower)", "ratio.log_t" = "NULL"))
for (sides in list(c("precip[1:9]", "precip[31:42]"), c("co2[1:9]", "co2[61:72]"), c("1:5 + 0.5", "6:12"))) {
  case("mann_whitney", paste(sides, collapse = " against "), c("compare", "a", "b"), a = sides[1], b = sides[2],
       expect = list("mann_whitney.u" = "wilcox.test(a, b)$statistic",
           "mann_whitney.p_value" = "wilcox.test(a, b)$p.value",
                     "mann_whitney.log10_p" = "log10(wilcox.test(a, b)$p.value)", "mann_whitney.method" = '"exact"'))
  case("ks", paste(sides, collapse = " against "), c("compare", "a", "b"), a = sides[1], b = sides[2], expect = list(
    "ks.d" = "ks.test(a, b)$statistic", "ks.p_value" = "ks.test(a, b)$p.value", "ks.method" = '"exact"'))
}
case("ks", "the quakes east and west", c("compare", "a", "b"), a = "quakes$stations[1:120]",
    b = "quakes$stations[121:220]",
     expect = list("ks.d" = "suppressWarnings(ks.test(a, b))$statistic", "ks.p_value" = "kolmogorov_limit(a, b)",
                   "ks.method" = '"asymptotic"'))

# summaries ----------------------------------------------------------------------------------------------------------
summaries <- list(c(400, 12, 3, 300, 11.5, 4), c(2, 5, 0.5, 3, 4, 0.25), c(10001, 40, 1, 10001, 32, 1),
                  c(50, 1e-3, 1e-4, 60, 2e-3, 5e-4))
for (s in summaries) {
  names(s) <- c("n_a", "mean_a", "sd_a", "n_b", "mean_b", "sd_b")
  case("welch_summary", paste(s, collapse = " "), c("compare", "a", "b"), asks = as.list(s), tolerance = 1e-8,
      expect = list(
    "difference.estimate" = "mean_a - mean_b", "welch.se" = "sqrt(sd_a^2 / n_a + sd_b^2 / n_b)",
    "welch.t" = "(mean_a - mean_b) / sqrt(sd_a^2 / n_a + sd_b^2 / n_b)",
    "welch.df" = "(sd_a^2 / n_a + sd_b^2 / n_b)^2 / ((sd_a^2 / n_a)^2 / (n_a - 1) + (sd_b^2 / n_b)^2 / (n_b - 1))",
    "welch.log10_p" = paste("log10_p((mean_a - mean_b) / sqrt(sd_a^2 / n_a + sd_b^2 / n_b),",
      "(sd_a^2 / n_a + sd_b^2 / n_b)^2 / ((sd_a^2 / n_a)^2 / (n_a - 1) + (sd_b^2 / n_b)^2 / (n_b - 1)))"),
    "effect_size.glass_delta.estimate" = "(mean_a - mean_b) / sd_b",
    "effect_size.cohens_d_av.estimate" = "(mean_a - mean_b) / sqrt((sd_a^2 + sd_b^2) / 2)",
    "effect_size.hedges_j" = "hedges_j(n_a + n_b - 2)", "mann_whitney" = "NULL", "ratio.log_t" = "NULL",
    "ks" = "NULL", "brunner_munzel" = "NULL", "ratio.bootstrap" = "NULL"))
}

# calc ---------------------------------------------------------------------------------------------------------------
for (p in list(c(0.01, 0.02, 0.02, 0.5, 1), c(0.001, 0.008, 0.039, 0.041, 0.042, 0.06), c(0.05, 0.04), c(0, 0.9,
    1e-300))) {
  adjusted <- list()
  for (i in seq_along(p)) {
    adjusted[sprintf("holm[%d]", i - 1)] <- sprintf('p.adjust(p, "holm")[%d]', i)
    adjusted[sprintf("bh[%d]", i - 1)] <- sprintf('p.adjust(p, "BH")[%d]', i)
  }
  case("p_adjust", paste(p, collapse = " "), c("calc", "p_adjust"), asks = list(p = p), expect = adjusted,
      tolerance = 1e-12)
}
for (sides in list(list(women$height, women$weight), list(morley$Speed[1:20], morley$Speed[21:40]),
                   list(1e9 + c(1, 2, 4), 1e9 + c(0, 3, 1)))) {
  case("paired", paste(sides[[1]][1:3], collapse = " "), c("calc", "paired_t"), tolerance = 1e-8,
       asks = list(samples_a = sides[[1]], samples_b = sides[[2]]), expect = list(
    "estimate" = "t.test(samples_a - samples_b)$estimate", "t" = "t.test(samples_a - samples_b)$statistic",
    "df" = "length(samples_a) - 1", "p_value" = "t.test(samples_a - samples_b)$p.value",
    "ci_lower" = "t.test(samples_a - samples_b)$conf.int[1]", "ci_upper" = "t.test(samples_a - samples_b)$conf.int[2]"))
}
for (q in list(c(0.8, 1, 15, 2, 25, 0.05, 0.9), c(-3, 2, 4, 2.5, 5, 0.01, 0.8), c(0.1, 1, 500, 1, 400, 0.05, 0.95))) {
  names(q) <- c("delta", "sd_a", "n_a", "sd_b", "n_b", "alpha", "target_power")
  case("power", paste(q, collapse = " "), c("calc", "power"), asks = as.list(q), tolerance = 1e-7, expect = list(
    "power" = "power_of(delta, sd_a, n_a, sd_b, n_b, alpha)$power",
        "df" = "power_of(delta, sd_a, n_a, sd_b, n_b, alpha)$df",
    "min_detectable_effect" = "effect_of_power(target_power, sd_a, n_a, sd_b, n_b, alpha)"))
}
batches <- list(insects = lapply(c("A", "C", "F"), function(s) InsectSprays$count[InsectSprays$spray == s]),
                unbalanced = unname(split(chickwts$weight, chickwts$feed)[c(1, 2, 4)]),
                negative = list(c(1, 5, 9), c(2, 5, 9), c(1, 5, 9, 6)))
for (name in names(batches)) {
  means <- "t.test(sapply(runs, mean))"
  case("hierarchical", name, c("calc", "hierarchical"), asks = list(runs = batches[[name]]), tolerance = 1e-7,
       expect = list("mean" = "mean(sapply(runs, mean))", "df" = "length(runs) - 1",
                     "ci_lower" = paste0(means, "$conf.int[1]"), "ci_upper" = paste0(means, "$conf.int[2]"),
                     "run_mean_sd" = "sd(sapply(runs, mean))", "within_variance" = "components(runs)$within",
                     "between_variance_raw" = "components(runs)$raw", "between_variance" = "components(runs)$between",
                     "icc" = "components(runs)$icc", "anova_f" = "components(runs)$f",
                         "anova_p" = "components(runs)$p"))
}
for (line in list(list(cars$speed, cars$dist, FALSE), list(trees$Girth, trees$Volume, FALSE),
                  list(cars$speed, cars$dist, TRUE), list(BOD$Time, BOD$demand, FALSE))) {
  fit <- if (line[[3]]) "lm(y ~ x - 1)" else "lm(y ~ x)"
  row <- if (line[[3]]) 1 else 2
  case("linreg", paste(fit, line[[1]][1]), c("calc", "linreg"), tolerance = 1e-8,
       asks = list(x = line[[1]], y = line[[2]], through_origin = line[[3]]), expect = c(list(
    "slope" = sprintf("coef(%s)[%d]", fit, row), "slope_se" = sprintf("coef(summary(%s))[%d, 2]", fit, row),
    "slope_ci_lower" = sprintf("confint(%s)[%d, 1]", fit, row), "slope_ci_upper" = sprintf("confint(%s)[%d, 2]", fit,
        row),
    "residual_sd" = sprintf("sigma(%s)", fit), "r_squared" = sprintf("summary(%s)$r.squared", fit),
    "df" = sprintf("df.residual(%s)", fit)),
    if (line[[3]]) list("intercept" = "NULL")
    else list("intercept" = "coef(lm(y ~ x))[1]", "intercept_se" = "coef(summary(lm(y ~ x)))[1, 2]")))
}
for (x in list(c(95, 180, 340, 590, 880, 1010), c(50, 98, 185, 330, 480, 520), c(10, 17, 24, 27, 24, 18))) {
  fit <- "fit_usl(n, throughput)"
  case("usl", paste(x, collapse = " "), c("calc", "usl"), asks = list(n = 2^(0:5), throughput = x), tolerance = 1e-5,
       expect = list("lambda" = sprintf("coef(%s)[1]", fit), "sigma" = sprintf("coef(%s)[2]", fit),
                     "kappa" = sprintf("coef(%s)[3]", fit), "rss" = sprintf("deviance(%s)", fit),
                     "n_peak" = sprintf("sqrt((1 - coef(%s)[2]) / coef(%s)[3])", fit, fit)))
}
for (s in list(list(Nile, 4e5, 1), list(lh, 0.5, 1), list(discoveries, 20, 3), list(nhtemp, 4, 2))) {
  found <- change_points(s[[1]], s[[2]], s[[3]])
  expected <- list("change_points.count" = "length(change_points(series, penalty, min_segment))")
  for (i in seq_along(found)) {
    expected[sprintf("change_points.indices[%d]",
        i - 1)] <- sprintf("change_points(series, penalty, min_segment)[%d]", i)
  }
  expected["change_points.segment_means[0]"] <-
    "mean(series[1:min(length(series), change_points(series, penalty, min_segment))])"
  case("change_point", paste(s[[2]], s[[3]], s[[1]][1]), c("calc", "change_point"),
       asks = list(series = as.numeric(s[[1]]), penalty = s[[2]], min_segment = s[[3]]), expect = expected)
}
cat("\n]\n")
