// Reads a logistic regression from an .apr or SafeTensors file and predicts what it says of one input.
// usage: predict MODEL < VALUES    VALUES: as many numbers as the model has coefficients, with spaces between them.
#include <cstdio>
#include <iostream>
#include <iterator>
#include <vector>

#include <moebench/model.hpp>

using namespace moebench;

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: predict MODEL < VALUES\n");
    return 2;
  }
  const std::vector<float> values(std::istream_iterator<float>{std::cin}, {});
  const auto model = apr::load_logistic_regression(arguments[1]);
  const auto prediction = model ? model->classify(values) : std::unexpected(model.error());
  if (!prediction) {
    std::fprintf(stderr, "%s: %s\n", prediction.error().subject.c_str(), prediction.error().message.c_str());
    return 1;
  }
  std::printf("class %d, probability %.9g, logit %.9g\n", prediction->label,
              static_cast<double>(prediction->probability), static_cast<double>(prediction->logit));
}
