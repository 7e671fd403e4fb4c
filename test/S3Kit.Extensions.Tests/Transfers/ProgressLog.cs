using System.Collections.Concurrent;

namespace S3Kit.Tests.Transfers;

/// <summary>Keeps every report, on the thread that makes it.</summary>
internal sealed class ProgressLog : IProgress<TransferProgress>
{
    private readonly ConcurrentQueue<TransferProgress> _reports = new();

    public IReadOnlyList<TransferProgress> Reports => [.. _reports];

    public Action<TransferProgress> OnReport { get; init; } = static _ => { };

    public void Report(TransferProgress value)
    {
        _reports.Enqueue(value);
        OnReport(value);
    }
}
