using System.Globalization;

namespace S3Kit.Embedded;

/// <summary>What a request claims in its signature, from the header or from the query.</summary>
internal sealed record SignatureScope(string AccessKey, string Date, string Region, string[] SignedHeaders, string Signature)
{
    private const string HeaderError = "The authorization header is malformed; ";

    public static SignatureScope FromHeader(string authorization)
    {
        if (!authorization.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal))
        {
            throw authorization.StartsWith("AWS ", StringComparison.Ordinal)
                ? EmbeddedErrors.InvalidRequest("The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.")
                : EmbeddedErrors.InvalidArgument("Authorization", "", "Unsupported Authorization Type");
        }

        string? credential = null, headers = null, signature = null;
        foreach (var part in authorization["AWS4-HMAC-SHA256 ".Length..].Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var value = equals < 0 ? null : part[(equals + 1)..];
            switch (equals < 0 ? part : part[..equals])
            {
                case "Credential":
                    credential = value;
                    break;
                case "SignedHeaders":
                    headers = value;
                    break;
                case "Signature":
                    signature = value;
                    break;
            }
        }

        if (credential is null || headers is null || signature is null)
        {
            throw Malformed(HeaderError + "it needs Credential, SignedHeaders and Signature.");
        }

        return Parse(credential, headers, signature, static why => Malformed(HeaderError + why));
    }

    public static SignatureScope FromQuery(EmbeddedQuery query)
    {
        if (query["X-Amz-Credential"] is not { } credential
            || query["X-Amz-SignedHeaders"] is not { } headers
            || query["X-Amz-Signature"] is not { } signature
            || !query.Has("X-Amz-Date")
            || !query.Has("X-Amz-Expires")
            || !string.Equals(query["X-Amz-Algorithm"], "AWS4-HMAC-SHA256", StringComparison.Ordinal))
        {
            throw QueryError("A signed query needs X-Amz-Algorithm, X-Amz-Credential, X-Amz-Date, X-Amz-Expires, X-Amz-SignedHeaders and X-Amz-Signature.");
        }

        return Parse(credential, headers, signature, static why => QueryError("Error parsing the X-Amz-Credential parameter; " + why));
    }

    public static SignatureScope FromForm(PostForm form)
    {
        if (!string.Equals(form.Require("x-amz-algorithm"), "AWS4-HMAC-SHA256", StringComparison.Ordinal))
        {
            throw EmbeddedErrors.InvalidArgument("x-amz-algorithm", form["x-amz-algorithm"]!, "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
        }

        var (credential, signature) = (form.Require("x-amz-credential"), form.Require("x-amz-signature"));
        return Parse(credential, "", signature, why => EmbeddedErrors.InvalidArgument("x-amz-credential", credential, why));
    }

    public static bool TryParseTime(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    public static EmbeddedS3Exception Malformed(string message) =>
        new(System.Net.HttpStatusCode.BadRequest, "AuthorizationHeaderMalformed", message);

    public static EmbeddedS3Exception QueryError(string message) =>
        new(System.Net.HttpStatusCode.BadRequest, "AuthorizationQueryParametersError", message);

    /// <summary>Whether the scope is that of the day a time falls on.</summary>
    public bool IsOf(DateTimeOffset time) => string.Equals(Date, time.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static SignatureScope Parse(string credential, string headers, string signature, Func<string, EmbeddedS3Exception> error)
    {
        // From the right: an access key may hold slashes.
        var parts = credential.Split('/');
        if (parts.Length < 5)
        {
            throw error("the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
        }

        if (!string.Equals(parts[^1], "aws4_request", StringComparison.Ordinal) || !string.Equals(parts[^2], "s3", StringComparison.Ordinal))
        {
            throw error("incorrect service or terminal. This endpoint belongs to \"s3\" and the terminal is \"aws4_request\".");
        }

        return new SignatureScope(string.Join('/', parts[..^4]), parts[^4], parts[^3], headers.Split(';'), signature);
    }
}
