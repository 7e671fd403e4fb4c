namespace S3Kit.Benchmarks.Compare;

/// <summary>What one contender did in one round of a case.</summary>
/// <param name="Operations">How many operations.</param>
/// <param name="Seconds">In which time.</param>
/// <param name="Bytes">How many bytes they moved.</param>
/// <param name="AllocatedBytes">What was allocated for all of them.</param>
/// <param name="CpuMilliseconds">The processor time of the process.</param>
/// <param name="ExtraBytes">By how much the resident memory grew at most; 0 where the system does not tell.</param>
internal sealed record Measurement(long Operations, double Seconds, long Bytes, long AllocatedBytes, double CpuMilliseconds, long ExtraBytes)
{
    public double OperationsPerSecond => Operations / Seconds;

    public double MegabytesPerSecond => Bytes / 1e6 / Seconds;

    public double AllocatedKilobytes => AllocatedBytes / 1024d / Operations;

    public double CpuPerOperation => CpuMilliseconds / Operations;
}
