namespace S3Kit.Chaos.Model;

/// <summary>
/// What may be stored under one key. One operation at a time works on it. A write that was acknowledged is there; one that failed may be; and one
/// that an attempt without an answer asked for may still come, later than what was acknowledged since: nothing in S3 calls it back.
/// </summary>
internal sealed class KeyModel(string key)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Content> _acceptable = [Content.None];
    private readonly List<WriteAttempt> _inDoubt = [];
    private Content _writing = Content.None;
    private bool _taken;

    public string Key { get; } = key;

    /// <summary>What was acknowledged last.</summary>
    public Content Acknowledged { get; private set; } = Content.None;

    /// <summary>Whether a write has failed, or was cancelled, after it.</summary>
    public bool HasFailedSince { get; private set; }

    /// <summary>Whether it is known what must be there: the only content that is acceptable.</summary>
    public bool IsCertain
    {
        get
        {
            lock (_lock)
            {
                return _acceptable.Count == 1;
            }
        }
    }

    public bool TryTake()
    {
        lock (_lock)
        {
            return !_taken && (_taken = true);
        }
    }

    public void GiveBack()
    {
        lock (_lock)
        {
            _taken = false;
        }
    }

    public void BeginWrite(Content content)
    {
        lock (_lock)
        {
            _writing = content;
        }
    }

    public void WriteSucceeded()
    {
        lock (_lock)
        {
            // The attempt whose answer was taken is over.
            if (_inDoubt.FindLastIndex(attempt => attempt.HasAnswer && attempt.Content == _writing) is >= 0 and var last)
            {
                _inDoubt.RemoveAt(last);
            }

            Acknowledged = _writing;
            HasFailedSince = false;
            _acceptable.Clear();
            _acceptable.Add(_writing);
            _acceptable.UnionWith(_inDoubt.Select(attempt => attempt.Content));
        }
    }

    public void WriteFailed()
    {
        lock (_lock)
        {
            HasFailedSince = true;
            _acceptable.Add(_writing);
        }
    }

    public WriteAttempt Sending(int gateway)
    {
        lock (_lock)
        {
            var attempt = new WriteAttempt(_writing, gateway);
            _inDoubt.Add(attempt);
            return attempt;
        }
    }

    /// <summary>The answer's head is there.</summary>
    /// <param name="attempt">To what.</param>
    /// <param name="isOver">Whether that is all; an answer of 200 that goes on may yet be an error.</param>
    public void Answered(WriteAttempt attempt, bool isOver)
    {
        lock (_lock)
        {
            attempt.HasAnswer = true;
            if (isOver)
            {
                _inDoubt.RemoveAll(each => ReferenceEquals(each, attempt));
            }
        }
    }

    public void GatewayDied(int gateway)
    {
        lock (_lock)
        {
            _inDoubt.RemoveAll(attempt => attempt.Gateway == gateway);
        }
    }

    public bool Accepts(Func<Content, bool> observed)
    {
        lock (_lock)
        {
            return _acceptable.Any(observed);
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return $"{Key}, which may be {string.Join(" or ", _acceptable)}";
        }
    }
}
