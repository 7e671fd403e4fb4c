using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using S3Kit.Resilience;
using S3Kit.Routing;

namespace S3Kit.Protocol;

/// <summary>
/// Steps 7 and 8 of a request's way: builds and signs the request for this endpoint, sends it, and reads the answer as a result or a typed
/// error. What the answer teaches (the clock, a bucket's region) is learnt, and the request is sent again at once.
/// </summary>
internal sealed class S3Transport(TimeProvider time)
{
    private const int MaxCorrections = 2;

    public static readonly TimeSpan DefaultCooling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxCooling = TimeSpan.FromMinutes(5);

    public async ValueTask<TResult> SendAsync<TResult>(
        S3Operation<TResult> operation, StorageEndpoint endpoint, S3KitOptions options, OperationDeadline? deadline, CancellationToken cancellationToken)
    {
        for (int corrections = 0; ; corrections++)
        {
            S3Request request = operation.CreateRequest(endpoint);
            deadline?.Extend(operation.WorkTime);
            var guard = new TransferGuard(time, deadline, options.AttemptTimeout + operation.WorkTime, options.StallTimeout + operation.WorkTime, cancellationToken);
            HttpResponseMessage? message = null;
            bool kept = false;
            bool failed = true;
            long started = 0;
            try
            {
                started = time.GetTimestamp();
                message = await SendOnceAsync(request, endpoint, guard).ConfigureAwait(false);
                if ((int)message.StatusCode is >= 200 and < 300)
                {
                    endpoint.Load.Answered(time.GetElapsedTime(started));
                    var response = new S3Response(message, endpoint, request, guard);
                    TResult result = await operation.ReadAsync(response).ConfigureAwait(false);
                    kept = response.IsKept;
                    failed = false;
                    return result;
                }

                S3ErrorBody body = await ReadErrorAsync(request, message, guard).ConfigureAwait(false);
                body.Hide(request.Secrets);

                // Learnt in any case: what cannot be sent again still spares the next request the detour.
                if (Learn(request, endpoint, message, body) && corrections < MaxCorrections && request.Body.CanReplay)
                {
                    continue;
                }

                var context = new S3ErrorContext(request.Operation, endpoint.Name, request.Bucket, request.Key);
                S3KitException error = S3Errors.FromAnswer(context, (int)message.StatusCode, body, S3Response.Value(message.Headers, S3Headers.RequestId), RetryAfter(message));
                if (operation.TryReadError(error, endpoint, out TResult settled))
                {
                    return settled;
                }

                SlowDown(endpoint, error, started);
                throw error;
            }
            catch (Exception e) when (e is not S3KitException || request.Body is StreamBody { SourceFailure: not null })
            {
                Exception translated = Translate(e, request, endpoint, options, guard, operation.WorkTime, cancellationToken);
                if (ReferenceEquals(translated, e))
                {
                    throw;
                }

                throw translated;
            }
            finally
            {
                if (failed)
                {
                    guard.Abandon();
                }

                guard.Dispose();
                if (!kept)
                {
                    message?.Dispose();
                }
            }
        }
    }

    /// <summary>Does as the endpoint asks: it is left alone for a while, and sent fewer requests at a time afterwards.</summary>
    private static void SlowDown(StorageEndpoint endpoint, S3KitException error, long sentAt)
    {
        if (error is S3ThrottledException)
        {
            endpoint.Throttled(sentAt);
        }

        if (error is { IsTransient: true, RetryAfter: { } asked })
        {
            endpoint.Cool(asked < MaxCooling ? asked : MaxCooling, isAsked: true);
        }
        else if (error is S3ThrottledException)
        {
            endpoint.Cool(DefaultCooling, isAsked: false);
        }
    }

    private async ValueTask<HttpResponseMessage> SendOnceAsync(S3Request request, StorageEndpoint endpoint, TransferGuard guard)
    {
        S3Credentials? credentials = await endpoint.Credentials.GetAsync(guard.Token).ConfigureAwait(false);
        using HttpRequestMessage message = S3MessageBuilder.Build(request, endpoint, credentials, time.GetUtcNow() + endpoint.ClockSkew, guard);
        return await endpoint.Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, guard.Token).ConfigureAwait(false);
    }

    private static async ValueTask<S3ErrorBody> ReadErrorAsync(S3Request request, HttpResponseMessage message, TransferGuard guard)
    {
        if (request.Method == HttpMethod.Head || message.StatusCode is HttpStatusCode.NotModified or HttpStatusCode.NoContent)
        {
            // Without a body, the phrase of the status line is all that tells throttling from a failure.
            return message is { StatusCode: HttpStatusCode.ServiceUnavailable, ReasonPhrase: "Slow Down" } ? S3ErrorBody.OfCode("SlowDown") : S3ErrorBody.None;
        }

        try
        {
            (ReadOnlyMemory<byte> bytes, _) = await BoundedReader.ReadAsync(message.Content, S3Xml.MaxErrorBytes, guard).ConfigureAwait(false);
            return S3ErrorBody.Parse(bytes);
        }
        catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && guard.Struck is not null))
        {
            // The status is known, and says more than a body that broke off or came to a standstill.
            return S3ErrorBody.None;
        }
    }

    /// <summary>Takes to heart what the endpoint says of its clock or of a bucket's region.</summary>
    /// <returns>Whether the request now is another one than before.</returns>
    private bool Learn(S3Request request, StorageEndpoint endpoint, HttpResponseMessage message, S3ErrorBody body)
    {
        int status = (int)message.StatusCode;
        if (status == 403 && body.Code is "RequestTimeTooSkewed")
        {
            DateTimeOffset? theirs = S3Xml.ParseTime(body.ServerTime) ?? message.Headers.Date;
            if (theirs is { Year: > 2000 and < 9000 })
            {
                TimeSpan skew = theirs.Value - time.GetUtcNow();
                TimeSpan change = (skew - endpoint.ClockSkew).Duration();
                endpoint.ClockSkew = skew;
                return change > TimeSpan.FromMinutes(1);
            }
        }

        // A HEAD has no body to name an error: 301, or 400 with the region in a header.
        if (request.Bucket is null || status is not (301 or 307 or 400 or 403))
        {
            return false;
        }

        string? region = S3Response.Value(message.Headers, S3Headers.BucketRegion) ?? body.Region;
        if (!IsRegion(region) || (status == 403 && body.Code is not "SignatureDoesNotMatch" and not "AuthorizationHeaderMalformed"))
        {
            return false;
        }

        string current = endpoint.BucketRegions.GetValueOrDefault(request.Bucket) ?? endpoint.Settings.Region;
        if (string.Equals(region, current, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        endpoint.BucketRegions[request.Bucket] = region;
        return true;
    }

    // It becomes part of a host name and of a header: what could make another host of it is no region.
    private static bool IsRegion([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= 64 } && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private TimeSpan? RetryAfter(HttpResponseMessage message)
    {
        RetryConditionHeaderValue? header = message.Headers.RetryAfter;
        TimeSpan? wait = header?.Delta ?? (header?.Date - time.GetUtcNow()) ?? Endless(message);
        return wait is null ? null : wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    // More seconds than .NET reads are not none: whoever asks for centuries does not want to be asked again at once.
    private static TimeSpan? Endless(HttpResponseMessage message) =>
        S3Response.Value(message.Headers, "Retry-After") is { Length: > 9 } text && !text.AsSpan().ContainsAnyExceptInRange('0', '9') ? TimeSpan.FromSeconds(int.MaxValue) : null;

    private static Exception Translate(
        Exception exception, S3Request request, StorageEndpoint endpoint, S3KitOptions options, TransferGuard guard, TimeSpan workTime, CancellationToken cancellationToken)
    {
        var context = new S3ErrorContext(request.Operation, endpoint.Name, request.Bucket, request.Key);
        if (request.Body is StreamBody { SourceFailure: { } failure })
        {
            // The caller's own stream failed: the caller sees what it threw, as from any method that reads a stream.
            return failure.SourceException is SourceLengthException wrong
                ? S3Errors.Integrity(context, wrong.Message)
                : new SourceFailedException(failure.SourceException);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            // With callers less patient than the attempt limit, a frozen endpoint would never be found out otherwise.
            TimeSpan patience = ((options.AttemptTimeout < options.DefaultTimeout ? options.AttemptTimeout : options.DefaultTimeout) / 2) + workTime;
            if (guard.Quiet >= patience && !guard.WaitsForSource)
            {
                return new AbandonedAttemptException($"{context.Subject} was given up after {guard.Quiet} without an answer.", exception, cancellationToken);
            }

            return exception as OperationCanceledException ?? new OperationCanceledException(exception.Message, exception, cancellationToken);
        }

        if (guard.Struck is { } struck)
        {
            if (guard.WaitsForSource)
            {
                return S3Errors.SourceStalled(context, guard.Limit(struck), exception);
            }

            return S3Errors.Timeout(context, struck, guard.Limit(struck), exception);
        }

        return exception switch
        {
            // Only the handler's own limit, that of connecting, cancels without one of our tokens.
            OperationCanceledException => S3Errors.Timeout(context, S3TimeoutKind.Connect, options.ConnectTimeout, exception),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => S3Errors.NotS3(context, status: null, "the answer is not valid HTTP.", null, exception),
            HttpRequestException or IOException or System.Net.Sockets.SocketException => S3Errors.Network(context, exception),
            _ => exception,
        };
    }
}
