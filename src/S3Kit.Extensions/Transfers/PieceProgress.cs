using S3Kit.Protocol;

namespace S3Kit.Transfers;

/// <summary>
/// How far one piece of a transfer has come: a part, or a whole that goes at once. What is sent again counts once, be it by another attempt or, after an
/// upload had to start again, by another upload.
/// </summary>
internal sealed class PieceProgress(TransferMeter meter)
{
    private long _mark;
    private int _done;

    /// <summary>Counts the piece's bytes up to a position. An attempt that was given up may count beside its successor: the further one leads.</summary>
    public void MoveTo(long position)
    {
        long mark = Volatile.Read(ref _mark);
        while (position > mark)
        {
            long seen = Interlocked.CompareExchange(ref _mark, position, mark);
            if (seen == mark)
            {
                Count(position - mark);
                return;
            }

            mark = seen;
        }
    }

    /// <summary>Counts the piece as done.</summary>
    public void Complete()
    {
        if (Interlocked.Exchange(ref _done, 1) == 0)
        {
            meter.CompletePart();
        }
    }

    /// <summary>Counts the piece as done by an earlier run.</summary>
    public void Resume(long size)
    {
        if (Interlocked.Exchange(ref _done, 1) == 0)
        {
            long counted = Interlocked.Exchange(ref _mark, size);
            meter.Resume(size - counted, 1);
        }
    }

    private void Count(long bytes)
    {
        try
        {
            meter.Add(bytes);
        }
        catch (Exception e)
        {
            // The receiver's: the caller is to see it as it is, whatever type it has.
            throw new SourceFailedException(e);
        }
    }
}
