namespace S3Kit.Transfers;

/// <summary>
/// Which parts of a download are still to be had, and who has taken them. The answer that began the download brings them from the front, in order, as far as it
/// goes; all others are taken from the back, until the two meet.
/// </summary>
internal sealed class PartBoard
{
    // What is kept of every part stays small, however large an object a store claims to have.
    private const int MaxParts = 100_000;

    private readonly Lock _gate = new();
    private readonly PartState[] _states;
    private readonly ulong[] _checksums;
    private readonly long _size;
    private readonly long _partSize;
    private int _last;
    private bool _frontIsOver;
    private bool _rangesAreIgnored;

    /// <param name="size">The size of the file.</param>
    /// <param name="partSize">That of a part; the last may be smaller. It grows where there would be too many.</param>
    /// <param name="hasFront">Whether there is an answer that brings parts from the front.</param>
    public PartBoard(long size, long partSize, bool hasFront)
    {
        _size = size;
        _partSize = Math.Max(partSize, (size + MaxParts - 1) / MaxParts);
        _frontIsOver = !hasFront;
        _states = new PartState[(int)((size + _partSize - 1) / _partSize)];
        _checksums = new ulong[_states.Length];
        _last = _states.Length - 1;
    }

    public int Count => _states.Length;

    /// <summary>The parts that are done, joined where they touch.</summary>
    public List<ByteSpan> Done
    {
        get
        {
            var spans = new List<ByteSpan>();
            lock (_gate)
            {
                for (int i = 0; i < _states.Length; i++)
                {
                    if (_states[i] != PartState.Done)
                    {
                        continue;
                    }

                    FilePart part = Part(i);
                    if (spans.Count > 0 && spans[^1].End == part.Offset)
                    {
                        spans[^1] = spans[^1] with { End = part.End };
                    }
                    else
                    {
                        spans.Add(new ByteSpan(part.Offset, part.End));
                    }
                }
            }

            return spans;
        }
    }

    /// <summary>Notes what an earlier run has left.</summary>
    /// <returns>How many parts, and bytes in them, lie wholly within the spans.</returns>
    public (int Parts, long Bytes) Restore(IReadOnlyList<ByteSpan> spans)
    {
        int parts = 0;
        long bytes = 0;
        foreach (ByteSpan span in spans)
        {
            for (long number = (span.First + _partSize - 1) / _partSize; number < _states.Length && Part((int)number).End <= span.End; number++)
            {
                if (_states[number] != PartState.Done)
                {
                    _states[number] = PartState.Done;
                    parts++;
                    bytes += Part((int)number).Length;
                }
            }
        }

        return (parts, bytes);
    }

    /// <summary>The next part for the answer that began the download; <see langword="null"/> when somebody else has it, which ends that answer's work.</summary>
    public FilePart? TakeFromFront(int number)
    {
        lock (_gate)
        {
            if (number < _states.Length && _states[number] == PartState.Open)
            {
                _states[number] = PartState.Taken;
                return Part(number);
            }

            _frontIsOver = true;
            return null;
        }
    }

    /// <summary>The last part that nobody has; <see langword="null"/> when there is none, or the front brings them all.</summary>
    public FilePart? TakeFromBack()
    {
        lock (_gate)
        {
            if (_rangesAreIgnored && !_frontIsOver)
            {
                return null;
            }

            for (; _last >= 0; _last--)
            {
                if (_states[_last] == PartState.Open)
                {
                    _states[_last] = PartState.Taken;
                    return Part(_last);
                }
            }

            return null;
        }
    }

    /// <summary>The store does not know ranges: it is for the front to bring this part, and all others.</summary>
    /// <returns>Whether the front will do so; it may be over already.</returns>
    public bool TryLeaveToFront(FilePart part)
    {
        lock (_gate)
        {
            _rangesAreIgnored = true;
            if (_frontIsOver)
            {
                return false;
            }

            _states[part.Number] = PartState.Open;
            _last = Math.Max(_last, part.Number);
            return true;
        }
    }

    public void Complete(FilePart part, ulong checksum)
    {
        lock (_gate)
        {
            _states[part.Number] = PartState.Done;
            _checksums[part.Number] = checksum;
        }
    }

    /// <summary>All parts in order, with their checksums.</summary>
    public IEnumerable<(FilePart Part, ulong Checksum)> Checksums()
    {
        for (int i = 0; i < _states.Length; i++)
        {
            yield return (Part(i), _checksums[i]);
        }
    }

    private FilePart Part(int number) => new(number, number * _partSize, Math.Min(_partSize, _size - (number * _partSize)));

    private enum PartState : byte
    {
        Open,
        Taken,
        Done,
    }
}
