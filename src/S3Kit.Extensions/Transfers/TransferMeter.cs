namespace S3Kit.Transfers;

/// <summary>
/// Counts what a transfer has moved and tells its receiver. Parts count from several threads at once; the receiver hears of them one at a time, in order, and
/// not too often.
/// </summary>
internal sealed class TransferMeter
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly IProgress<TransferProgress> _receiver;
    private readonly TimeProvider _time;
    private readonly long? _totalBytes;
    private readonly int? _totalParts;
    private readonly long _started;

    private long _bytes;
    private long _resumed;
    private int _parts;
    private long _lastReport;
    private int _reporting;

    private TransferMeter(IProgress<TransferProgress> receiver, long? totalBytes, int? totalParts, TimeProvider time)
    {
        _receiver = receiver;
        _totalBytes = totalBytes;
        _totalParts = totalParts;
        _time = time;
        _started = _lastReport = time.GetTimestamp();
    }

    /// <summary>A meter for one transfer; none when nobody wants to hear of it.</summary>
    public static TransferMeter? Start(IProgress<TransferProgress>? receiver, long? totalBytes, int? totalParts, TimeProvider time) =>
        receiver is null ? null : new TransferMeter(receiver, totalBytes, totalParts, time);

    /// <summary>Counts what an earlier run of the transfer has left: done, but not by this one.</summary>
    public void Resume(long bytes, int parts)
    {
        Interlocked.Add(ref _resumed, bytes);
        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Add(ref _parts, parts);
        ReportNowAndThen();
    }

    /// <summary>Counts a piece's bytes up to a position, but none twice: a piece that is sent again counts only what is new.</summary>
    /// <param name="mark">How far the piece had come; moved on.</param>
    /// <param name="position">How far it has come.</param>
    public void MoveTo(ref long mark, long position)
    {
        if (position > mark)
        {
            Interlocked.Add(ref _bytes, position - mark);
            mark = position;
            ReportNowAndThen();
        }
    }

    /// <summary>Counts bytes that have been moved for good.</summary>
    public void Add(long bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
        ReportNowAndThen();
    }

    /// <summary>Counts a part as done.</summary>
    public void CompletePart()
    {
        Interlocked.Increment(ref _parts);
        ReportNowAndThen();
    }

    /// <summary>The last report, exact, and the only one that tells of the whole. Call it when the transfer has succeeded.</summary>
    public void Complete() => Report(_bytes, _parts, _bytes, _parts);

    private void ReportNowAndThen()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _lastReport)) < Interval || Interlocked.Exchange(ref _reporting, 1) != 0)
        {
            return;
        }

        // The receiver is the caller's code: it runs under no lock, and whoever comes meanwhile does not wait for it.
        try
        {
            // Another may have reported between the look at the clock and here.
            if (_time.GetElapsedTime(Volatile.Read(ref _lastReport)) < Interval)
            {
                return;
            }

            // That all has been moved does not mean that it is done: to say so is for the last report alone.
            long bytes = Volatile.Read(ref _bytes);
            int parts = Volatile.Read(ref _parts);
            if (bytes >= _totalBytes || parts >= _totalParts)
            {
                return;
            }

            Volatile.Write(ref _lastReport, _time.GetTimestamp());
            Report(bytes, parts, _totalBytes, _totalParts);
        }
        finally
        {
            Volatile.Write(ref _reporting, 0);
        }
    }

    private void Report(long bytes, int parts, long? totalBytes, int? totalParts)
    {
        double seconds = _time.GetElapsedTime(_started).TotalSeconds;
        _receiver.Report(new TransferProgress
        {
            BytesTransferred = bytes,
            TotalBytes = totalBytes,
            PartsCompleted = parts,
            TotalParts = totalParts,
            BytesPerSecond = seconds > 0 ? (bytes - Interlocked.Read(ref _resumed)) / seconds : 0,
        });
    }
}
