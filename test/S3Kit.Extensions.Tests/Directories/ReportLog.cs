namespace S3Kit.Tests.Directories;

/// <summary>Keeps what is reported, and finds out whether reports came two at a time.</summary>
internal sealed class ReportLog : IProgress<DirectoryProgress>
{
    private int _inside;

    public List<DirectoryProgress> Reports { get; } = [];

    public bool WasConcurrent { get; private set; }

    public Action<DirectoryProgress>? OnReport { get; init; }

    public void Report(DirectoryProgress value)
    {
        WasConcurrent |= Interlocked.Increment(ref _inside) > 1;
        Reports.Add(value);
        OnReport?.Invoke(value);
        Interlocked.Decrement(ref _inside);
    }
}
