using System.ComponentModel.DataAnnotations;

namespace S3Kit;

/// <summary>
/// The settings of S3Kit: section <c>S3Kit</c> of the configuration. Durations are written as <c>00:00:30</c>. Everything is checked when the
/// host starts (or at first use without one), and all faults are reported at once by their configuration keys.
/// </summary>
public sealed class S3KitOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string SectionName = "S3Kit";

    /// <summary>The most requests that wait for an answer at a time, over all endpoints, 1 to 100,000. Default: 10.</summary>
    [Range(1, 100_000)]
    public int MaxConcurrentRequests { get; set; } = 10;

    /// <summary>The most requests that wait in the queue, 1 to 10,000,000. What happens beyond is <see cref="QueueFullMode"/>. Default: 100.</summary>
    [Range(1, 10_000_000)]
    public int QueueSize { get; set; } = 100;

    /// <summary>What happens to a request that finds the queue full. Default: <see cref="S3Kit.QueueFullMode.Wait"/>.</summary>
    public QueueFullMode QueueFullMode { get; set; }

    /// <summary>
    /// A request that has waited longer than this may be dispatched before those of a higher priority, one in every four dispatches. 1 millisecond to
    /// 1 day. Default: 5 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan PriorityAgingInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often an operation that failed in passing is tried again, over all endpoints, 0 to 100. Default: 3.</summary>
    [Range(0, 100)]
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// The longest delay before the first retry once every usable endpoint was tried, 0 to 1 hour. What is waited for is drawn between nothing and this
    /// (full jitter), so that callers do not come back together. Default: 1 second.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan InitialRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>By what the longest delay grows from retry to retry, 1 to 100. Default: 2.</summary>
    [Range(1d, 100d)]
    public double BackoffFactor { get; set; } = 2;

    /// <summary>The longest delay between retries, not less than <see cref="InitialRetryDelay"/>, at most 1 hour. Default: 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The time an operation may take when it says nothing itself (<see cref="RequestOptions.Timeout"/>): waiting in the queue, all tries and the delays
    /// between them, but not the time in which the bytes of a body are moving. 1 millisecond to 1 day. Default: 30 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan DefaultTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The time one try may wait for the answer's headers, not counting the time in which the request's body is moving. 1 millisecond to 1 day. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The time a connection may take to be made, TLS included. 1 millisecond to 1 day. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a connection is used before it is replaced by a new one, for which the host's name is looked up anew: changes of DNS are seen this soon. 1 second to 1 day.
    /// A reload concerns connections of endpoints that are added later. Default: 2 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PooledConnectionLifetime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The time a body, sent or received, may go without a single byte moving. 1 millisecond to 1 day. Default: 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How endpoints are chosen: a name of <see cref="EndpointSelectionStrategies"/>, or of a strategy of the app's own. Default: <see cref="EndpointSelectionStrategies.RoundRobin"/>.</summary>
    public string EndpointSelectionStrategy { get; set; } = EndpointSelectionStrategies.RoundRobin;

    /// <summary>The circuit breaker of every endpoint that has none of its own.</summary>
    public CircuitBreakerOptions CircuitBreaker { get; set; } = new();

    /// <summary>How many retries an endpoint is burdened with at most.</summary>
    public RetryBudgetOptions RetryBudget { get; set; } = new();

    /// <summary>When a read is sent to a second endpoint because the first takes its time.</summary>
    public HedgingOptions Hedging { get; set; } = new();

    /// <summary>How large objects are moved.</summary>
    public TransferOptions Transfers { get; set; } = new();

    /// <summary>When the embedded store takes the place of real endpoints. Default: <see cref="MockMode.Auto"/>.</summary>
    public MockMode Mock { get; set; }

    /// <summary>The endpoints by name, without regard to case. Never <see langword="null"/>.</summary>
    public IDictionary<string, EndpointOptions> Endpoints { get; } = new Dictionary<string, EndpointOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The configuration key that faults begin with: the path of the section that was bound.</summary>
    internal string KeyPrefix { get; set; } = SectionName;

    /// <summary>Whether the endpoint <c>default</c> was made of the variables <c>S3_ENDPOINT</c> and so on, whose names its faults then carry.</summary>
    internal bool HasEnvironmentEndpoint { get; set; }

    /// <summary>What could not be read from the configuration, found before binding; the validator reports it with its own findings.</summary>
    internal List<string> BindingFaults { get; } = [];
}
