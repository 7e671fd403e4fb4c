using System.Collections.Frozen;
using S3Kit.Resilience;

namespace S3Kit.Protocol;

/// <summary>Turns what a store answered into the typed error it means: by the S3 code where there is one, otherwise by the status.</summary>
internal static class S3Errors
{
    private const int MaxStoreMessage = 500;

    private static readonly FrozenDictionary<string, S3ErrorKind> ByCode = new Dictionary<string, S3ErrorKind>(StringComparer.Ordinal)
    {
        ["InvalidAccessKeyId"] = S3ErrorKind.Authentication,
        ["SignatureDoesNotMatch"] = S3ErrorKind.Authentication,
        ["ExpiredToken"] = S3ErrorKind.Authentication,
        ["ExpiredTokenException"] = S3ErrorKind.Authentication,
        ["InvalidToken"] = S3ErrorKind.Authentication,
        ["TokenRefreshRequired"] = S3ErrorKind.Authentication,
        ["InvalidSecurity"] = S3ErrorKind.Authentication,
        ["MissingSecurityHeader"] = S3ErrorKind.Authentication,
        ["MissingAuthenticationToken"] = S3ErrorKind.Authentication,
        ["AuthorizationHeaderMalformed"] = S3ErrorKind.Authentication,
        ["CredentialsNotSupported"] = S3ErrorKind.Authentication,
        ["RequestTimeTooSkewed"] = S3ErrorKind.Authentication,
        ["RequestExpired"] = S3ErrorKind.Authentication,
        ["NotSignedUp"] = S3ErrorKind.Authentication,
        ["AccessDenied"] = S3ErrorKind.AccessDenied,
        ["AllAccessDisabled"] = S3ErrorKind.AccessDenied,
        ["AccountProblem"] = S3ErrorKind.AccessDenied,
        ["UserSuspended"] = S3ErrorKind.AccessDenied,
        ["InvalidPayer"] = S3ErrorKind.AccessDenied,
        ["NoSuchKey"] = S3ErrorKind.NotFound,
        ["NoSuchBucket"] = S3ErrorKind.NotFound,
        ["NoSuchVersion"] = S3ErrorKind.NotFound,
        ["NoSuchUpload"] = S3ErrorKind.NotFound,
        ["NotFound"] = S3ErrorKind.NotFound,
        ["PreconditionFailed"] = S3ErrorKind.PreconditionFailed,
        ["NotModified"] = S3ErrorKind.NotModified,
        ["BucketAlreadyExists"] = S3ErrorKind.Conflict,
        ["BucketAlreadyOwnedByYou"] = S3ErrorKind.Conflict,
        ["BucketNotEmpty"] = S3ErrorKind.Conflict,
        ["OperationAborted"] = S3ErrorKind.Conflict,
        ["ConditionalRequestConflict"] = S3ErrorKind.Conflict,
        ["InvalidBucketState"] = S3ErrorKind.Conflict,
        ["InvalidObjectState"] = S3ErrorKind.Conflict,
        ["BadDigest"] = S3ErrorKind.Integrity,
        ["XAmzContentSHA256Mismatch"] = S3ErrorKind.Integrity,
        ["InvalidDigest"] = S3ErrorKind.Integrity,
        ["IncompleteBody"] = S3ErrorKind.Integrity,
        ["RequestTimeout"] = S3ErrorKind.Network,
        ["RequestTimeoutException"] = S3ErrorKind.Network,
        ["InternalError"] = S3ErrorKind.Server,
        ["ServiceUnavailable"] = S3ErrorKind.Server,
        ["ServerBusy"] = S3ErrorKind.Server,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The error for an answer that is none of success.</summary>
    public static S3KitException FromAnswer(in S3ErrorContext context, int status, S3ErrorBody body, string? requestId, TimeSpan? retryAfter)
    {
        S3ErrorKind kind = Classify(status, body.Code);
        return Create(kind, Describe(context, kind, status, body), context, status, body.Code, body.RequestId ?? requestId, retryAfter,
            TransientErrors.IsTransient(status, body.Code), inner: null);
    }

    /// <summary>The error that stands in the body of an answer with a status of success: said before the work was done, which then failed.</summary>
    public static S3KitException FromErrorInSuccess(in S3ErrorContext context, int status, S3ErrorBody body, string? requestId)
    {
        S3ErrorKind kind = body.Code is not null && (ByCode.ContainsKey(body.Code) || TransientErrors.IsThrottling(status, body.Code)) ? Classify(status, body.Code) : S3ErrorKind.Server;
        return Create(kind, Describe(context, kind, status, body), context, status, body.Code, body.RequestId ?? requestId, retryAfter: null,
            kind == S3ErrorKind.Server || TransientErrors.IsTransient(status, body.Code), inner: null);
    }

    /// <summary>The error for an answer that says success but is not what S3 answers.</summary>
    public static S3KitException NotS3(in S3ErrorContext context, int? status, string what, string? requestId, Exception? inner = null) =>
        Create(S3ErrorKind.Server, $"{context.Subject} failed: {what} Is this address an S3 service, and not a proxy's or web page?", context, status, null, requestId, null, transient: true, inner);

    /// <summary>The answer shows that a condition did not hold, which the store should have said itself.</summary>
    public static S3KitException ConditionIgnored(in S3ErrorContext context, int status, string what, string? requestId) =>
        Create(S3ErrorKind.PreconditionFailed, $"{context.Subject} failed: {what} The store ignores this condition.", context, status, null, requestId, null,
            transient: false, inner: null);

    public static S3KitException Network(in S3ErrorContext context, Exception inner) =>
        Create(S3ErrorKind.Network, $"{context.Subject} failed: {Innermost(inner)}", context, null, null, null, null, transient: true, inner);

    public static S3KitException Timeout(in S3ErrorContext context, S3TimeoutKind kind, TimeSpan limit, Exception? inner = null)
    {
        string what = kind switch
        {
            S3TimeoutKind.Connect => $"no connection was made within {limit} ({nameof(S3KitOptions.ConnectTimeout)}).",
            S3TimeoutKind.Attempt => $"no answer came within {limit} ({nameof(S3KitOptions.AttemptTimeout)}).",
            S3TimeoutKind.Stall => $"no byte moved for {limit} ({nameof(S3KitOptions.StallTimeout)}).",
            _ => $"it was not done within {limit} ({nameof(S3KitOptions.DefaultTimeout)} or {nameof(RequestOptions)}.{nameof(RequestOptions.Timeout)}).",
        };
        return new S3TimeoutException($"{context.Subject} failed: {what}", inner)
        {
            Limit = kind,
            IsTransient = true,
            Operation = context.Operation,
            Endpoint = context.Endpoint,
            Bucket = context.Bucket,
            Key = context.Key,
        };
    }

    /// <summary>An endpoint did not say in time whether it is well.</summary>
    public static S3KitException ProbeTimeout(in S3ErrorContext context, TimeSpan limit, Exception inner) =>
        new S3TimeoutException($"{context.Subject} failed: no answer came within {limit} ({nameof(EndpointOptions.HealthProbe)}:{nameof(HealthProbeOptions.Timeout)}).", inner)
        {
            Limit = S3TimeoutKind.Total,
            IsTransient = true,
            Operation = context.Operation,
            Endpoint = context.Endpoint,
        };

    /// <summary>The caller's own stream came to a standstill: no fault of the endpoint, and not to be tried again.</summary>
    public static S3KitException SourceStalled(in S3ErrorContext context, TimeSpan limit, Exception inner) => new S3TimeoutException(
        $"{context.Subject} failed: the source yielded no byte for {limit} ({nameof(S3KitOptions.StallTimeout)}). Nothing was stored.", inner)
    {
        Limit = S3TimeoutKind.Stall,
        Operation = context.Operation,
        Endpoint = context.Endpoint,
        Bucket = context.Bucket,
        Key = context.Key,
    };

    /// <summary>A key of the caller's would travel where anybody can read it.</summary>
    public static S3KitException KeyOverHttp(in S3ErrorContext context) => Create(
        S3ErrorKind.InvalidRequest,
        $"{context.Subject} was not sent: it carries an encryption key ({nameof(SseCustomerKey)}), and the endpoint's address is http, where others could read it. "
        + $"Give the endpoint an https address or, where nobody can listen, set its {nameof(EndpointOptions.AllowCustomerKeysOverHttp)}.",
        context, null, null, null, null, transient: false, inner: null);

    public static S3KitException Integrity(in S3ErrorContext context, string what, Exception? inner = null, bool transient = false) =>
        Create(S3ErrorKind.Integrity, $"{context.Subject} failed: {what}", context, null, null, null, null, transient, inner);

    /// <summary>All bytes have come, and they are not what the store says they are.</summary>
    public static S3KitException WrongChecksum(in S3ErrorContext context, string checksum) =>
        Integrity(context, $"the bytes do not have the checksum that the store told ({checksum}): they were changed on the way, or where they are kept.", transient: true);

    /// <summary>The object is another one than that whose reading was begun.</summary>
    public static S3KitException Changed(in S3ErrorContext context, string? eTag, int? status, Exception? inner = null)
    {
        string what = $"the object was changed while it was read: its ETag is no longer \"{eTag}\". Read it again from the beginning.";
        return Create(S3ErrorKind.PreconditionFailed, $"{context.Subject} failed: {what}", context, status, (inner as S3KitException)?.ErrorCode, (inner as S3KitException)?.RequestId, null, transient: false, inner);
    }

    /// <summary>A body broke off, and what was tried to go on with it failed too: of the kind of the first, unless the second is a definite answer.</summary>
    public static S3KitException NotContinued(S3KitException broken, S3KitException failure, long position)
    {
        if (failure.StatusCode is not null && !failure.IsTransient)
        {
            return failure;
        }

        var context = new S3ErrorContext(broken.Operation!, broken.Endpoint, broken.Bucket, broken.Key);
        string message = $"{broken.Message} Going on from byte {position} failed: {failure.Message}";
        S3KitException error = broken is S3TimeoutException stall
            ? new S3TimeoutException(message, failure) { Limit = stall.Limit, IsTransient = true, Operation = context.Operation, Endpoint = context.Endpoint, Bucket = context.Bucket, Key = context.Key }
            : Create(broken.Kind, message, context, null, null, null, failure.RetryAfter, transient: true, failure);
        error.Attempts = broken.Attempts + failure.Attempts;
        return error;
    }

    /// <summary>Whether it is one of S3's codes of which it is known here what they mean.</summary>
    public static bool IsKnown(string? code) => code is not null && (ByCode.ContainsKey(code) || TransientErrors.IsTransient(0, code));

    /// <summary>What a code alone means, where no status goes with it.</summary>
    public static S3ErrorKind KindOf(string? code) => Classify(400, code);

    /// <summary>A condition that turned out not to hold by what an answer says, whatever its status.</summary>
    public static S3KitException PreconditionFailed(in S3ErrorContext context, string what, S3KitException? cause = null) => Create(
        S3ErrorKind.PreconditionFailed, $"{context.Subject} failed: {what}", context, cause?.StatusCode, cause?.ErrorCode, cause?.RequestId, retryAfter: null, transient: false, cause);

    /// <summary>What was looked for first is not there.</summary>
    public static S3KitException NotFound(in S3ErrorContext context, string what) =>
        Create(S3ErrorKind.NotFound, $"{context.Subject} failed: {what}", context, 404, null, null, retryAfter: null, transient: false, inner: null);

    /// <summary>What the store is known not to support: said before anything is sent.</summary>
    public static S3KitException Unsupported(in S3ErrorContext context, string what) =>
        Create(S3ErrorKind.InvalidRequest, $"{context.Subject} failed: {what}", context, null, null, null, null, false, null);

    private static S3ErrorKind Classify(int status, string? code)
    {
        if (TransientErrors.IsThrottling(status, code))
        {
            return S3ErrorKind.Throttled;
        }

        if (code is not null)
        {
            if (ByCode.TryGetValue(code, out S3ErrorKind kind))
            {
                return kind;
            }

            // NoSuchBucketPolicy, NoSuchTagSet, NoSuchLifecycleConfiguration, ObjectLockConfigurationNotFoundError...
            if (status == 404)
            {
                return S3ErrorKind.NotFound;
            }
        }

        return status switch
        {
            304 => S3ErrorKind.NotModified,
            401 => S3ErrorKind.Authentication,
            403 => S3ErrorKind.AccessDenied,
            404 => S3ErrorKind.NotFound,
            409 => S3ErrorKind.Conflict,
            412 => S3ErrorKind.PreconditionFailed,
            408 or 425 => S3ErrorKind.Network,
            501 => S3ErrorKind.InvalidRequest,
            >= 500 => S3ErrorKind.Server,
            _ => S3ErrorKind.InvalidRequest,
        };
    }

    private static S3KitException Create(
        S3ErrorKind kind, string message, in S3ErrorContext context, int? status, string? code, string? requestId, TimeSpan? retryAfter, bool transient, Exception? inner)
    {
        S3KitException error = kind switch
        {
            S3ErrorKind.Authentication => new S3AuthenticationException(message, inner) { StatusCode = status, ErrorCode = code, RequestId = requestId, RetryAfter = retryAfter, IsTransient = transient },
            S3ErrorKind.AccessDenied => new S3AccessDeniedException(message, inner) { StatusCode = status, ErrorCode = code, RequestId = requestId, RetryAfter = retryAfter, IsTransient = transient },
            S3ErrorKind.NotFound => new S3NotFoundException(message, inner) { StatusCode = status, ErrorCode = code, RequestId = requestId, RetryAfter = retryAfter, IsTransient = transient, Resource = ResourceOf(code) },
            S3ErrorKind.NotModified => new S3NotModifiedException(message, inner) { StatusCode = status, ErrorCode = code, RequestId = requestId, RetryAfter = retryAfter, IsTransient = transient },
            S3ErrorKind.PreconditionFailed => new S3PreconditionFailedException(message, inner) { StatusCode = status, ErrorCode = code, RequestId = requestId, RetryAfter = retryAfter, IsTransient = transient },
            S3ErrorKind.Conflict => new S3ConflictException(message, inner) { StatusCode = status, ErrorCode = code, RequestId = requestId, RetryAfter = retryAfter, IsTransient = transient },
            S3ErrorKind.Throttled => new S3ThrottledException(message, inner) { StatusCode = status, ErrorCode = code, RequestId = requestId, RetryAfter = retryAfter, IsTransient = transient },
            S3ErrorKind.Integrity => new S3IntegrityException(message, inner) { StatusCode = status, ErrorCode = code, RequestId = requestId, RetryAfter = retryAfter, IsTransient = transient },
            S3ErrorKind.Network => new S3NetworkException(message, inner) { StatusCode = status, ErrorCode = code, RequestId = requestId, RetryAfter = retryAfter, IsTransient = transient },
            S3ErrorKind.Server => new S3ServerException(message, inner) { StatusCode = status, ErrorCode = code, RequestId = requestId, RetryAfter = retryAfter, IsTransient = transient },
            _ => new S3InvalidRequestException(message, inner) { StatusCode = status, ErrorCode = code, RequestId = requestId, RetryAfter = retryAfter, IsTransient = transient },
        };
        error.Operation = context.Operation;
        error.Endpoint = context.Endpoint;
        error.Bucket = context.Bucket;
        error.Key = context.Key;
        return error;
    }

    private static S3ResourceKind ResourceOf(string? code) => code switch
    {
        "NoSuchKey" => S3ResourceKind.Key,
        "NoSuchBucket" => S3ResourceKind.Bucket,
        "NoSuchVersion" => S3ResourceKind.Version,
        "NoSuchUpload" => S3ResourceKind.Upload,
        null or "NotFound" => S3ResourceKind.Unknown,
        _ => S3ResourceKind.Configuration,
    };

    private static string Describe(in S3ErrorContext context, S3ErrorKind kind, int status, S3ErrorBody body)
    {
        string answer = body.Code is null ? $"status {status}" : $"{body.Code}, status {status}";
        string said = string.IsNullOrWhiteSpace(body.Message) ? "" : $": {Clean(body.Message).TrimEnd('.')}";
        string advice = kind switch
        {
            S3ErrorKind.Authentication when body.Code == "RequestTimeTooSkewed" => " Check the clock of this machine.",
            S3ErrorKind.Authentication => " Check the access key, the secret key and the region of this endpoint.",
            S3ErrorKind.InvalidRequest when status is >= 300 and < 400 => " The endpoint points elsewhere; configure the address and region that serve this bucket.",
            _ => "",
        };
        return $"{context.Subject} failed: {answer}{said}.{advice}";
    }

    /// <summary>A text of the store's, fit for a message: it can be of any length, and a line break in it could pass for another entry of a log.</summary>
    internal static string Clean(string text)
    {
        string line = string.Create(Math.Min(text.Length, MaxStoreMessage), text, static (target, text) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = char.IsControl(text[i]) ? ' ' : text[i];
            }
        }).Trim();
        return text.Length <= MaxStoreMessage ? line : line + " (cut)";
    }

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is not null)
        {
            exception = exception.InnerException;
        }

        return exception.Message.EndsWith('.') ? exception.Message : exception.Message + ".";
    }
}
