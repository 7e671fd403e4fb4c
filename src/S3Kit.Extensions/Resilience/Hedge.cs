using S3Kit.Dispatching;
using S3Kit.Routing;

namespace S3Kit.Resilience;

/// <summary>How one read is hedged.</summary>
internal sealed class Hedge(EndpointPool pool, double maxShare, TimeSpan? delay)
{
    private volatile bool _isDecided;

    public EndpointPool Pool { get; } = pool;

    /// <summary>How many hedges there may be for each read.</summary>
    public double MaxShare { get; } = maxShare;

    /// <summary>How long the first endpoint may take; <see langword="null"/> when it is not known yet what is slow, and the read is only measured.</summary>
    public TimeSpan? Delay { get; } = delay;

    /// <summary>Whether one of the two has answered, so that the other is ended.</summary>
    public bool IsDecided
    {
        get => _isDecided;
        set => _isDecided = value;
    }

    /// <summary>How a request is hedged; <see langword="null"/> when it is not.</summary>
    public static Hedge? Of<TResult>(ScheduledRequest<TResult> request)
    {
        bool wanted = request.Operation.MayBeHedged ?? request.Settings.Hedging.Enabled;
        if (!wanted || request.Target is not EndpointPool { Members.Length: > 1 } pool)
        {
            return null;
        }

        HedgingOptions options = request.Settings.Hedging;
        return new Hedge(pool, options.MaxShare, options.Delay ?? pool.Hedges.Slow);
    }
}
