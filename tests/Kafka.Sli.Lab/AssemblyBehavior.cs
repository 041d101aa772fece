using Xunit.Sdk;
using Xunit.v3;

// A small machine holds one cluster at a time, and what is measured on it wants no company.
[assembly: Parallelization(Mode = ParallelMode.None)]
