using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace S3Kit.AspNetCore;

/// <summary>Turns failures of the store into statuses and problem details. The table of statuses is in docs/http-api.md.</summary>
internal static class ProblemMap
{
    public static int StatusOf(S3KitException error) => error.Kind switch
    {
        S3ErrorKind.NotFound => StatusCodes.Status404NotFound,
        S3ErrorKind.NotModified => StatusCodes.Status304NotModified,
        S3ErrorKind.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        S3ErrorKind.Conflict => StatusCodes.Status409Conflict,
        S3ErrorKind.AccessDenied => StatusCodes.Status403Forbidden,
        S3ErrorKind.InvalidRequest => error.StatusCode is 405 or 411 or 413 or 416 ? error.StatusCode.Value : StatusCodes.Status400BadRequest,
        S3ErrorKind.Throttled or S3ErrorKind.CircuitOpen or S3ErrorKind.NoEndpoint or S3ErrorKind.QueueFull or S3ErrorKind.ShuttingDown
            => StatusCodes.Status503ServiceUnavailable,
        S3ErrorKind.Timeout => StatusCodes.Status504GatewayTimeout,

        // Nothing the visitor could ask for in another way: it is what this app does with the store.
        S3ErrorKind.ObjectTooLarge or S3ErrorKind.UnsafeKeys or S3ErrorKind.DirectoryTransfer => StatusCodes.Status500InternalServerError,

        // The store refused this app's keys, so the visitor has nothing to authenticate with: a 401 would ask for credentials in vain.
        S3ErrorKind.Authentication => StatusCodes.Status502BadGateway,
        _ => StatusCodes.Status502BadGateway,
    };

    public static ProblemDetails Describe(S3KitException error)
    {
        var problem = Describe(StatusOf(error), TitleOf(error.Kind), error.Message);
        problem.Extensions["kind"] = JsonNamingPolicy.CamelCase.ConvertName(error.Kind.ToString());
        problem.Extensions["errorCode"] = error.ErrorCode;
        problem.Extensions["requestId"] = error.RequestId;
        problem.Extensions["endpoint"] = error.Endpoint;
        problem.Extensions["attempts"] = error.Attempts;
        problem.Extensions["retryAfter"] = RetryAfterSeconds(error);
        return problem;
    }

    public static ProblemDetails Describe(int status, string title, string detail) => new()
    {
        // RFC 9457: "about:blank" says that the title and status tell it all.
        Type = "about:blank",
        Status = status,
        Title = title,
        Detail = detail,
    };

    /// <summary>The value of <c>Retry-After</c>; null when there is nothing to wait for.</summary>
    public static string? RetryAfterHeader(S3KitException error) => RetryAfterSeconds(error)?.ToString(CultureInfo.InvariantCulture);

    private static long? RetryAfterSeconds(S3KitException error) => error switch
    {
        { RetryAfter: { } delay } => Math.Max(0, (long)Math.Ceiling(delay.TotalSeconds)),

        // A client that is told to slow down without a time would come back at once.
        { Kind: S3ErrorKind.Throttled or S3ErrorKind.QueueFull } => 1,
        _ => null,
    };

    private static string TitleOf(S3ErrorKind kind) => kind switch
    {
        S3ErrorKind.NotFound => "Not found",
        S3ErrorKind.NotModified => "Not modified",
        S3ErrorKind.PreconditionFailed => "A condition does not hold",
        S3ErrorKind.Conflict => "Conflict with the state of the store",
        S3ErrorKind.AccessDenied => "The store denies access",
        S3ErrorKind.InvalidRequest => "The store refuses the request",
        S3ErrorKind.Throttled => "The store asks to slow down",
        S3ErrorKind.CircuitOpen => "The store is failing and left alone for a while",
        S3ErrorKind.NoEndpoint => "There is no endpoint for the request",
        S3ErrorKind.QueueFull => "Too many requests are waiting",
        S3ErrorKind.ShuttingDown => "The service is stopping",
        S3ErrorKind.Timeout => "The store did not answer in time",
        S3ErrorKind.Authentication => "The store refuses this service's credentials",
        S3ErrorKind.Integrity => "The bytes are not what they should be",
        S3ErrorKind.Network => "The store cannot be reached",
        S3ErrorKind.ObjectTooLarge => "The object is larger than this service reads into memory",
        S3ErrorKind.UnsafeKeys => "Keys cannot safely be files of a folder",
        S3ErrorKind.DirectoryTransfer => "Files of a folder could not be transferred",
        _ => "The store failed",
    };
}
