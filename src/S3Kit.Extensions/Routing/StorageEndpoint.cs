using System.Collections.Concurrent;
using Polly;
using S3Kit.Credentials;
using S3Kit.Health;
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
    private long _clockSkewTicks;
    private volatile EndpointSettings _settings;
    private volatile bool _lacksMultiDelete;

    public StorageEndpoint(EndpointSettings settings, HttpClient http, ICredentialSource credentials, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        Http = http;
        Credentials = credentials;
        Breaker = new CircuitBreaker(time);
        Breaker.Configure(settings.CircuitBreaker);
    }

    public string Name => _settings.Name;

    public EndpointSettings Settings => _settings;

    public HttpClient Http { get; }

    public ICredentialSource Credentials { get; }

    public SigV4Signer Signer { get; } = new();

    public EndpointLoad Load { get; } = new();

    public CircuitBreaker Breaker { get; }

    /// <summary>Step 6: what every attempt on this endpoint goes through. Set once, before the first request.</summary>
    public ResiliencePipeline Pipeline { get; set; } = ResiliencePipeline.Empty;

    /// <summary>Asks it whether it is well. Set once, with the pipeline; an endpoint outside the set has none.</summary>
    public EndpointProber? Prober { get; set; }

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

    public bool HasFreeSlot => Load.Active < _settings.MaxConcurrentRequests;

    public bool TryTakeSlot() => Load.TryTakeSlot(_settings.MaxConcurrentRequests);

    /// <summary>Notes that the endpoint asked to slow down.</summary>
    public void Cool(TimeSpan time) => Volatile.Write(ref _coolingUntil, (_time.GetUtcNow() + time).UtcTicks);

    public void Update(EndpointSettings settings)
    {
        _settings = settings;
        Breaker.Configure(settings.CircuitBreaker);
    }

    // A request for an endpoint that cannot be used is let through to fail at once, rather than to wait for what may never come.
    public override bool CanRun(QueuedRequest request) => !IsOpenForRequests || HasFreeSlot;

    public EndpointSnapshot ToSnapshot()
    {
        EndpointSettings settings = _settings;
        ProbeOutcome? probe = Prober?.Last;
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
            LastProbe = probe?.Result,
            LastProbedAt = probe?.At,
        };
    }
}
