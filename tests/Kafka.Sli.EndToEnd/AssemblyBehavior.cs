using Xunit.Sdk;
using Xunit.v3;

// Each test has a browser or a Prometheus of its own, and a probe that wants no company.
[assembly: Parallelization(Mode = ParallelMode.None)]
