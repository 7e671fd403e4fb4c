using System.ComponentModel.DataAnnotations;

namespace S3Kit;

/// <summary>One S3 endpoint: section <c>S3Kit:Endpoints:NAME</c>.</summary>
public sealed class EndpointOptions
{
    /// <summary>The name of the pool that endpoints belong to when nothing is said.</summary>
    public const string DefaultPool = "default";

    /// <summary>
    /// The base address, <c>http</c> or <c>https</c>, for instance <c>https://s3.eu-central-1.amazonaws.com</c> or <c>http://127.0.0.1:9000</c>. Required. In settings, ranges of
    /// numbers make several endpoints of one: <c>http://minio{1...4}.example:9000</c>, named as this one with <c>-1</c> to <c>-4</c> behind it.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>The access key. Without one (and without <see cref="SecretKey"/>) requests are sent unsigned, as anonymous ones.</summary>
    public string? AccessKey { get; set; }

    /// <summary>The secret key. Given with <see cref="AccessKey"/> or not at all.</summary>
    public string? SecretKey { get; set; }

    /// <summary>The session token of temporary credentials, sent as <c>x-amz-security-token</c>.</summary>
    public string? SessionToken { get; set; }

    /// <summary>
    /// Where the credentials come from. Default: <see cref="CredentialsSource.Auto"/>. Any but that and <see cref="CredentialsSource.Static"/> excludes
    /// keys given here.
    /// </summary>
    public CredentialsSource Credentials { get; set; }

    /// <summary>
    /// The region that requests are signed for. Default: what the host name of AWS, DigitalOcean, Wasabi or Backblaze says; <c>auto</c> for Google and Cloudflare;
    /// otherwise <c>us-east-1</c>. A bucket's own region is learnt from the answers.
    /// </summary>
    public string? Region { get; set; }

    /// <summary>The pool: endpoints over the same objects, such as the gateways of one cluster. Default: <c>default</c>.</summary>
    public string Pool { get; set; } = DefaultPool;

    /// <summary>0 to 100; endpoints of a tier are used only while no endpoint of a lower one is usable. Default: 0.</summary>
    [Range(0, 100)]
    public int Tier { get; set; }

    /// <summary>The share of requests under the strategy <see cref="EndpointSelectionStrategies.Weighted"/>, 1 to 1,000. Default: 1.</summary>
    [Range(1, 1000)]
    public int Weight { get; set; } = 1;

    /// <summary>The most requests that wait for this endpoint's answers at a time, 1 to 10,000. Further ones wait in the queue without delaying others. Default: 5.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentRequests { get; set; } = 5;

    /// <summary>How often one operation may be tried again on this endpoint, 0 to 100; <see cref="S3KitOptions.MaxRetries"/> bounds the sum over all. Default: 2.</summary>
    [Range(0, 100)]
    public int MaxRetries { get; set; } = 2;

    /// <summary>
    /// This endpoint's circuit breaker; <see langword="null"/> (the default) takes <see cref="S3KitOptions.CircuitBreaker"/>. Given, it stands for
    /// itself: what it leaves out has the default, not the value of the common one.
    /// </summary>
    public CircuitBreakerOptions? CircuitBreaker { get; set; }

    /// <summary>How this endpoint is asked whether it is well.</summary>
    public HealthProbeOptions HealthProbe { get; set; } = new();

    /// <summary>Where requests name the bucket. Default: <see cref="AddressingStyle.Auto"/>.</summary>
    public AddressingStyle AddressingStyle { get; set; }

    /// <summary>
    /// Whose S3 this is, which decides how the bucket is named, which headers are sent and what is refused before it is sent. Default:
    /// <see cref="EndpointProfile.Auto"/>, by the host name.
    /// </summary>
    public EndpointProfile Profile { get; set; }

    /// <summary>
    /// The address under which others reach this endpoint, for instance behind a proxy; used in <see cref="PutObjectResult.Location"/> and in presigned
    /// URLs and forms, whose signature wants the proxy to pass on the host and to take off a path. Default: <see cref="Url"/>.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>
    /// Whether keys of <see cref="SseCustomerKey"/> are sent to this endpoint although its <see cref="Url"/> is <c>http</c>: right only where nobody can
    /// listen, such as on one machine. Default: <see langword="false"/>, such requests are refused before they are sent.
    /// </summary>
    public bool AllowCustomerKeysOverHttp { get; set; }

    /// <summary>A copy at another address.</summary>
    internal EndpointOptions With(string url, string? publicUrl)
    {
        var copy = (EndpointOptions)MemberwiseClone();
        copy.Url = url;
        copy.PublicUrl = publicUrl;
        return copy;
    }
}
