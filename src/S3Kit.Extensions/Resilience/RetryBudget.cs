namespace S3Kit.Resilience;

/// <summary>
/// How many retries an endpoint may still be burdened with: a token bucket, as in the standard retry mode of the AWS SDKs. A retry takes a token, a retry that
/// succeeds gives it back, and every other request that is answered adds a part of one. A store in trouble so sees little more than the load it had before.
/// </summary>
internal sealed class RetryBudget(int capacity, double refill)
{
    // Whole numbers, so that they can be changed without a lock.
    private const long One = 1000;

    private long _tokens = capacity * One;
    private long _capacity = capacity * One;
    private long _refill = (long)(refill * One);

    /// <summary>How many retries are left.</summary>
    public int Left => (int)(Volatile.Read(ref _tokens) / One);

    public bool HasToken => Volatile.Read(ref _tokens) >= One;

    /// <summary>Takes over reloaded settings. What was used up stays used up.</summary>
    public void Configure(int capacity, double refill)
    {
        long change = (capacity * One) - Interlocked.Exchange(ref _capacity, capacity * One);
        Volatile.Write(ref _refill, (long)(refill * One));
        if (change != 0)
        {
            Add(change);
        }
    }

    public bool TryTake()
    {
        long tokens = Volatile.Read(ref _tokens);
        while (tokens >= One)
        {
            long seen = Interlocked.CompareExchange(ref _tokens, tokens - One, tokens);
            if (seen == tokens)
            {
                return true;
            }

            tokens = seen;
        }

        return false;
    }

    /// <summary>A retry was not sent, or it succeeded.</summary>
    public void GiveBack() => Add(One);

    /// <summary>A request that was no retry was answered.</summary>
    public void Answered() => Add(Volatile.Read(ref _refill));

    private void Add(long change)
    {
        long full = Volatile.Read(ref _capacity);
        long tokens = Volatile.Read(ref _tokens);

        // Full is the usual case: nothing is written then.
        while (tokens != full || change < 0)
        {
            long seen = Interlocked.CompareExchange(ref _tokens, Math.Clamp(tokens + change, 0, full), tokens);
            if (seen == tokens)
            {
                return;
            }

            tokens = seen;
        }
    }
}
