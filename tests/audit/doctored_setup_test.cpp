// Files of machines, builds, data or models that do not compare: each is caught by the points that ask for it.

#include "findings.hpp"

using namespace audit_test;

TEST_CASE("set-ups that do not compare are caught") {
  check_caught({
      {"another seed", [](Pair& pair) { pair.baseline.config.set("seed", 43); }, {4, 72}},
      {"a debug build",
       [](Pair& pair) { pair.candidate.environment.facts.set("build_type", "Debug (assertions on)"); },
       {37, 64, 95}},
      {"another CPU",
       [](Pair& pair) {
         pair.baseline.config.set("cpu", "Model Z");
         pair.baseline.config.set("boot_id", "boot-2");
       },
       {56, 57}},
      {"swapped labels", [](Pair& pair) { pair.baseline.config.set("labels_crc32", "11111111"); }, {42}},
      {"labels swapped on both sides",
       [](Pair& pair) {
         pair.candidate.config.set("labels_crc32", "11111111");
         pair.baseline.config.set("labels_crc32", "11111111");
       },
       {42}},
      {"a model that was not trained",
       [](Pair& pair) {
         for (core::ResultSet* side : {&pair.candidate, &pair.baseline}) {
           side->config.set("model_crc32", "00000000");
           side->config.set("coefficients_nonzero", 0);
         }
       },
       {51, 52}},
      {"an answer of another model",
       [](Pair& pair) {
         set(pair.candidate.results[0].params, "logit", 1.0);
         set(pair.candidate.results[0].params, "probability", 0.7310585786300049);
       },
       {7, 36, 73, 92}},
      {"an answer that is one bit off",
       [](Pair& pair) { set(pair.candidate.results[0].params, "logit", 2.165475845336914); },
       {73, 92}},
      {"answers that change while they are measured",
       [](Pair& pair) { pair.baseline.results[0].checks[0].ok = false; },
       {54}},
      {"parameters that change while they are measured",
       [](Pair& pair) { pair.candidate.results[0].checks[1].ok = false; },
       {55}},
      {"allocations traced", [](Pair& pair) { set(pair.baseline.config, "allocation_tracing", true); }, {14}},
      {"a wall clock", [](Pair& pair) { set(pair.baseline.config, "clock_monotonic", false); }, {5, 39}},
      {"native instructions",
       [](Pair& pair) { pair.candidate.environment.facts.set("compiler_flags", "-O3 -march=native -flto"); },
       {38, 40, 78, 80, 92}},
      {"a busy machine", [](Pair& pair) { set(pair.baseline.config, "load_average_1m", 3.5); }, {66}},
      {"compilers in the background", [](Pair& pair) { pair.candidate.config.set("compilers_running", 2); }, {68}},
      {"several threads", [](Pair& pair) { pair.baseline.config.set("threads", 8); }, {69}},
      {"a warning of the machine left out",
       [](Pair& pair) { pair.evidence.unstated_hazards = {"machine_busy"}; },
       {100}},
      {"pixels beyond 1", [](Pair& pair) { set(pair.baseline.config, "input_max", 255.0); }, {48}},
      {"a third label", [](Pair& pair) { pair.baseline.config.set("training_labels_1", 800); }, {49}},
      {"double precision", [](Pair& pair) { pair.baseline.config.set("dtype", "float64"); }, {45}},
      {"another training set", [](Pair& pair) { pair.baseline.config.set("training_samples", 500); }, {43, 46}},
      {"a check that says ok of what differs",
       [](Pair& pair) { pair.candidate.results[0].checks.back().actual = "deadbeef"; },
       {55}},
      {"more coefficients than there are",
       [](Pair& pair) { pair.candidate.config.set("coefficients_nonzero", 99'999); },
       {52}},
      {"no optimisation by the compiler",
       [](Pair& pair) { set(pair.candidate.environment.facts, "optimised", false); },
       {37, 64, 95}},
      {"a release without optimisation",
       [](Pair& pair) { pair.candidate.environment.facts.set("compiler_flags", "-O3 -DNDEBUG -O0"); },
       {37, 64}},
      {"link-time optimisation that no flag tells",
       [](Pair& pair) { set(pair.candidate.environment.facts, "link_time_optimisation", true); },
       {38, 40}},
      {"a check of the answers that failed",
       [](Pair& pair) {
         pair.candidate.results[0].checks.push_back({"logits beyond the kernel's bound", "0", "1", false});
       },
       {36, 53}},
      {"a check of the baseline's logit that failed",
       [](Pair& pair) {
         pair.baseline.results[0].checks.push_back({"logit beside moebench's", "2.1 within 0.1", "3.5", false});
       },
       {36, 53}},
      {"other labels on one side",
       [](Pair& pair) {
         pair.baseline.config.set("training_labels_0", 200);
         pair.baseline.config.set("training_labels_1", 800);
       },
       {49}},
      {"a command that measures nothing", [](Pair& pair) { pair.candidate.config.set("command", "as usual"); }, {74}},
      {"a command of another measurement",
       [](Pair& pair) { pair.candidate.config.set("command", "moebench compare a.json b.json --runs 2"); },
       {74}},
      {"a command with another seed",
       [](Pair& pair) { pair.candidate.config.set("command", "moebench infer --runs 2 --seed=7"); },
       {74}},
      {"a suite without PyTorch",
       [](Pair& pair) { pair.baseline.config.set("command", "moebench suite --runs 2"); },
       {74}},
      {"libraries of no version", [](Pair& pair) { pair.candidate.config.set("libraries", "the usual ones"); }, {76}},
      {"a system of no release", [](Pair& pair) { pair.candidate.environment.facts.set("os", "Linux"); }, {76}},
      {"no limitation worth the name", [](Pair& pair) { pair.candidate.config.set("limitations", "none"); }, {100}},
      {"limitations that leave the clock out",
       [](Pair& pair) {
         pair.baseline.config.set("limitations",
                                  "One machine, one thread only. No network is used here. The cache is warm.");
       },
       {100}},
  });
}
