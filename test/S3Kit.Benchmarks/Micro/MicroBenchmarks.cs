using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace S3Kit.Benchmarks.Micro;

/// <summary>Single steps of a request's way, with what each allocates.</summary>
internal static class MicroBenchmarks
{
    // In this process: what is measured is internal, and the build of the solution is the one that counts.
    public static void Run(string[] arguments) => BenchmarkSwitcher
        .FromTypes([typeof(SigningBenchmarks), typeof(ListingBenchmarks), typeof(SelectionBenchmarks), typeof(PathBenchmarks)])
        .Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
}
