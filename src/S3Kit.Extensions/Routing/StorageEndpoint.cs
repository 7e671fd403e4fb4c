using System.Collections.Concurrent;
using Polly;
using S3Kit.Credentials;
using S3Kit.Dispatching;
using S3Kit.Protocol;
using S3Kit.Queueing;
using S3Kit.Resilience;

namespace S3Kit.Routing;

/// <summary>
/// An endpoint at work: its settings, which a reload may exchange, and what is known of it. It is the target of requests that ask for it by name.
/// </summary>
internal sealed class StorageEndpoint : DispatchTarget
{
    private readonly TimeProvider _time;
    private long _coolingUntil;
    private long _notBefore;
    private long _clockSkewTicks;
    private volatile EndpointSettings _settings;
    private volatile bool _lacksMultiDelete;

    public StorageEndpoint(EndpointSettings settings, HttpClient http, ICredentialSource credentials, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        Http = http;
        Credentials = credentials;
        Breaker = new CircuitBreaker(time) { Threshold = settings.BreakerThreshold, OpenTime = settings.BreakerTimeout };
        RetryBudget = new RetryBudget(settings.RetryBudget.Capacity, settings.RetryBudget.Refill);
    }

    public string Name => _settings.Name;

    public EndpointSettings Settings => _settings;

    public HttpClient Http { get; }

    public ICredentialSource Credentials { get; }

    public SigV4Signer Signer { get; } = new();

    public EndpointLoad Load { get; } = new();

    public CircuitBreaker Breaker { get; }

    /// <summary>What retries may burden it with.</summary>
    public RetryBudget RetryBudget { get; }

    /// <summary>Step 6: what every attempt on this endpoint goes through. Set once, before the first request.</summary>
    public ResiliencePipeline Pipeline { get; set; } = ResiliencePipeline.Empty;

    /// <summary>The regions of buckets that turned out not to live in the endpoint's own.</summary>
    public ConcurrentDictionary<string, string> BucketRegions { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it deletes many objects in one request (S3 <c>DeleteObjects</c>). Taken for granted until an answer says that it does not.</summary>
    public bool SupportsMultiDelete
    {
        get => !_lacksMultiDelete;
        set => _lacksMultiDelete = !value;
    }

    /// <summary>By how much the endpoint's clock is ahead of ours, as it told when it refused a signature for its time.</summary>
    public TimeSpan ClockSkew
    {
        get => new(Volatile.Read(ref _clockSkewTicks));
        set => Volatile.Write(ref _clockSkewTicks, value.Ticks);
    }

    /// <summary>Until when it is left alone because it asked to slow down.</summary>
    public DateTimeOffset? CoolingUntil
    {
        get
        {
            long until = Volatile.Read(ref _coolingUntil);
            return until != 0 && until > _time.GetUtcNow().UtcTicks ? new DateTimeOffset(until, TimeSpan.Zero) : null;
        }
    }

    /// <summary>Whether its breaker lets requests pass. A cooling endpoint is open too, but others come before it.</summary>
    public bool IsOpenForRequests => Breaker.WouldAllow;

    public bool IsUsable => IsOpenForRequests && CoolingUntil is null;

    /// <summary>How many requests it may have now: what is configured, or less while it recovers from having asked to slow down.</summary>
    public int ConcurrencyLimit => Load.Limit.Of(_settings.MaxConcurrentRequests);

    public bool HasFreeSlot => Load.Active < ConcurrencyLimit;

    /// <summary>For how long a retry there is not to be sent: its breaker is open, or it named a time itself (<c>Retry-After</c>).</summary>
    public TimeSpan Unavailable
    {
        get
        {
            TimeSpan opening = Breaker.RemainingOpenTime;
            var asked = new TimeSpan(Math.Max(0, Volatile.Read(ref _notBefore) - _time.GetUtcNow().UtcTicks));
            return opening > asked ? opening : asked;
        }
    }

    /// <summary>Whether a request has a try left here, and the retry budget one for it.</summary>
    public bool HasTryFor(DispatchedRequest request) =>
        request.Attempts == 0 || (request.TriesOn(this) <= _settings.MaxRetries && RetryBudget.HasToken);

    /// <summary>Takes a slot for the request's next attempt, and what that costs of the retry budget.</summary>
    public bool TryTakeSlot(DispatchedRequest request)
    {
        bool isRetry = request.Attempts > 0;
        if (isRetry && !RetryBudget.TryTake())
        {
            return false;
        }

        if (Load.TryTakeSlot(ConcurrencyLimit))
        {
            return true;
        }

        if (isRetry)
        {
            RetryBudget.GiveBack();
        }

        return false;
    }

    /// <summary>An attempt was answered as it should be, be it that something is not there.</summary>
    public void Answered(bool isRetry)
    {
        Load.Limit.Answered(_settings.MaxConcurrentRequests);
        if (isRetry)
        {
            RetryBudget.GiveBack();
        }
        else
        {
            RetryBudget.Answered();
        }
    }

    /// <summary>The endpoint asked to slow down: it is sent fewer requests at a time from now on.</summary>
    /// <param name="sentAt">When the request was sent that it said so to, as a timestamp.</param>
    public void Throttled(long sentAt) => Load.Limit.Throttled(_settings.MaxConcurrentRequests, Load.Active, sentAt, _time.GetTimestamp());

    /// <summary>Notes that others are to be preferred for a while.</summary>
    /// <param name="time">How long.</param>
    /// <param name="isAsked">Whether the endpoint itself named the time.</param>
    public void Cool(TimeSpan time, bool isAsked)
    {
        long until = (_time.GetUtcNow() + time).UtcTicks;
        Volatile.Write(ref _coolingUntil, until);
        if (isAsked)
        {
            Volatile.Write(ref _notBefore, until);
        }
    }

    public void Update(EndpointSettings settings)
    {
        _settings = settings;
        Breaker.Threshold = settings.BreakerThreshold;
        Breaker.OpenTime = settings.BreakerTimeout;
        RetryBudget.Configure(settings.RetryBudget.Capacity, settings.RetryBudget.Refill);
    }

    // A request for an endpoint that cannot be used is let through to fail at once, rather than to wait for what may never come.
    public override bool CanRun(QueuedRequest request) => !IsOpenForRequests || HasFreeSlot;

    public EndpointSnapshot ToSnapshot()
    {
        EndpointSettings settings = _settings;
        return new EndpointSnapshot
        {
            Name = settings.Name,
            Url = settings.Address.BaseUri,
            Profile = settings.Dialect.Profile,
            Region = settings.Region,
            Pool = settings.Pool,
            Tier = settings.Tier,
            Weight = settings.Weight,
            IsEmbedded = settings.IsEmbedded,
            IsUsable = IsUsable,
            CircuitState = Breaker.State,
            CircuitChangedAt = Breaker.ChangedAt,
            ConsecutiveFailures = Breaker.ConsecutiveFailures,
            LastError = Breaker.LastError,
            CoolingUntil = CoolingUntil,
            ActiveRequests = Load.Active,
            InFlightRequests = Load.InFlight,
            MaxConcurrentRequests = settings.MaxConcurrentRequests,
            ConcurrencyLimit = ConcurrencyLimit,
            RetryBudget = RetryBudget.Left,
        };
    }
}
