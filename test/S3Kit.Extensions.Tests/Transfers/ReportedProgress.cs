using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Transfers;

/// <summary>Keeps what it is told, and lets the clock go on so that it is told everything.</summary>
internal sealed class ReportedProgress(WatchedTimeProvider time) : IProgress<TransferProgress>
{
    private readonly Lock _gate = new();
    private readonly List<TransferProgress> _reports = [];

    public IReadOnlyList<TransferProgress> Reports
    {
        get
        {
            lock (_gate)
            {
                return [.. _reports];
            }
        }
    }

    public void Report(TransferProgress value)
    {
        lock (_gate)
        {
            _reports.Add(value);
        }

        time.Advance(TimeSpan.FromMilliseconds(200));
    }
}
