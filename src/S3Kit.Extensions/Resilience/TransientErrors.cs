using System.Collections.Frozen;

namespace S3Kit.Resilience;

/// <summary>The one list of what may be tried again, what is a request to slow down, and what counts against an endpoint's circuit breaker.</summary>
internal static class TransientErrors
{
    private static readonly FrozenSet<int> Statuses = new[] { 408, 425, 429, 500, 502, 503, 504 }.ToFrozenSet();

    // S3's codes for "not now", whatever the status that carries them. RequestTimeout and IncompleteBody come with 400.
    private static readonly FrozenSet<string> Codes = new[]
    {
        "InternalError", "ServiceUnavailable", "ServerBusy", "RequestTimeout", "RequestTimeoutException", "IncompleteBody",
        "OperationAborted", "ConditionalRequestConflict", "BadDigest", "XAmzContentSHA256Mismatch", "XMinioServerNotInitialized",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> ThrottlingCodes = new[]
    {
        "SlowDown", "SlowDownRead", "SlowDownWrite", "PleaseSlowDown", "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled",
        "RequestThrottledException", "TooManyRequests", "TooManyRequestsException", "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether an answer of this status and S3 code may well be another one next time.</summary>
    public static bool IsTransient(int status, string? code) =>
        Statuses.Contains(status) || (code is not null && (Codes.Contains(code) || ThrottlingCodes.Contains(code)));

    /// <summary>Whether the store asks to slow down.</summary>
    public static bool IsThrottling(int status, string? code) => status == 429 || (code is not null && ThrottlingCodes.Contains(code));

    /// <summary>
    /// What an attempt's end says of its endpoint: a failure when it could not be reached, did not answer in time or failed itself; a success
    /// when it answered, be it with an error of the request; nothing when the caller ended the attempt.
    /// </summary>
    public static EndpointVerdict Judge(Exception? exception) => exception switch
    {
        null => EndpointVerdict.Success,
        S3NetworkException or AbandonedAttemptException => EndpointVerdict.Failure,
        S3TimeoutException { Limit: S3TimeoutKind.Attempt or S3TimeoutKind.Connect or S3TimeoutKind.Stall, IsTransient: true } => EndpointVerdict.Failure,
        S3ServerException { IsTransient: true } => EndpointVerdict.Failure,
        S3KitException { StatusCode: not null } => EndpointVerdict.Success,
        _ => EndpointVerdict.None,
    };

    /// <summary>
    /// What a probe's end says of its endpoint. Its failures are those that would be a request's; an answer that is none of them but not the one wanted, such as 404 for a
    /// path that is not there, says nothing.
    /// </summary>
    public static EndpointVerdict JudgeProbe(EndpointTestResult probe) => probe switch
    {
        { IsAvailable: true } => EndpointVerdict.Success,
        { Error: S3TimeoutException } => EndpointVerdict.Failure,
        { Error: { } error } when Judge(error) == EndpointVerdict.Failure => EndpointVerdict.Failure,
        _ => EndpointVerdict.None,
    };
}
