using System.Globalization;
using System.Net;
using S3Kit.Protocol;

namespace S3Kit.Embedded;

/// <summary>Refuses what S3 refuses: unknown keys, wrong signatures, wrong clocks, expired URLs, bodies other than signed.</summary>
internal sealed class RequestAuthenticator(SignerLookup signers)
{
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(15);
    private static readonly int LongestExpiry = (int)TimeSpan.FromDays(7).TotalSeconds;

    /// <summary>Finds who signed the request, or throws the error S3 answers.</summary>
    public void Authenticate(EmbeddedRequest request)
    {
        var authorization = request.Header("authorization");
        var presigned = request.Query.Has("X-Amz-Algorithm") || request.Query.Has("X-Amz-Signature");
        if (authorization is not null && presigned)
        {
            throw EmbeddedErrors.InvalidArgument("Authorization", "", "Only one auth mechanism allowed: the query or the Authorization header");
        }

        if (authorization is null && !presigned)
        {
            throw EmbeddedErrors.AccessDenied();
        }

        var scope = presigned ? SignatureScope.FromQuery(request.Query) : SignatureScope.FromHeader(authorization!);
        var time = presigned ? PresignedTime(request, scope) : HeaderTime(request, scope);
        var token = request.Header("x-amz-security-token") ?? (presigned ? request.Query["X-Amz-Security-Token"] : null);
        var credential = signers.Find(scope, token, request.Target.Bucket);
        SignatureVerifier.Verify(request, scope, credential, time, PayloadHash(request, scope, presigned));
        request.Signature = new RequestSignature(scope, credential, time);
    }

    private static string PayloadHash(EmbeddedRequest request, SignatureScope scope, bool presigned)
    {
        if (presigned && !scope.SignedHeaders.Contains("x-amz-content-sha256", StringComparer.Ordinal))
        {
            return SigV4Signer.UnsignedPayload;
        }

        return request.Header("x-amz-content-sha256")
            ?? throw EmbeddedErrors.InvalidRequest("Missing required header for this request: x-amz-content-sha256");
    }

    private static DateTimeOffset HeaderTime(EmbeddedRequest request, SignatureScope scope)
    {
        if (!SignatureScope.TryParseTime(request.Header("x-amz-date"), out var time)
            && !DateTimeOffset.TryParseExact(request.Header("date"), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
        {
            throw EmbeddedErrors.AccessDenied("AWS authentication requires a valid Date or x-amz-date header");
        }

        if (!scope.IsOf(time))
        {
            throw SignatureScope.Malformed($"The authorization header is malformed; its date {scope.Date} is not that of X-Amz-Date.");
        }

        return (time - request.Now).Duration() <= AllowedSkew
            ? time
            : throw new EmbeddedS3Exception(
                HttpStatusCode.Forbidden, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.")
                .With("RequestTime", SigV4Signer.FormatTime(time))
                .With("ServerTime", S3Xml.Time(request.Timestamp))
                .With("MaxAllowedSkewMilliseconds", "900000");
    }

    private static DateTimeOffset PresignedTime(EmbeddedRequest request, SignatureScope scope)
    {
        if (!SignatureScope.TryParseTime(request.Query["X-Amz-Date"], out var time)
            || !scope.IsOf(time))
        {
            throw SignatureScope.QueryError("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\" and agree with the credential's date");
        }

        if (!int.TryParse(request.Query["X-Amz-Expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            throw SignatureScope.QueryError("X-Amz-Expires should be a number");
        }

        if (seconds < 1 || seconds > LongestExpiry)
        {
            throw SignatureScope.QueryError("X-Amz-Expires must be between 1 and 604800 seconds");
        }

        if (time > request.Now + AllowedSkew)
        {
            throw EmbeddedErrors.AccessDenied("Request is not valid yet")
                .With("X-Amz-Date", SigV4Signer.FormatTime(time)).With("ServerTime", S3Xml.Time(request.Timestamp));
        }

        return time.AddSeconds(seconds) >= request.Now
            ? time
            : throw EmbeddedErrors.AccessDenied("Request has expired")
                .With("Expires", S3Xml.Time(time.AddSeconds(seconds))).With("ServerTime", S3Xml.Time(request.Timestamp));
    }
}
