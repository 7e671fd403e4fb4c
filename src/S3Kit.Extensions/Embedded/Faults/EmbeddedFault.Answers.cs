using System.Globalization;
using System.Net;
using System.Text;

namespace S3Kit.Embedded;

/// <content>Answers in place of the operation. The request's body is read, nothing is stored.</content>
internal sealed partial class EmbeddedFault
{
    /// <summary>An S3 error.</summary>
    /// <param name="status">The status.</param>
    /// <param name="code">S3's code, for instance SlowDown; null leaves the body empty, as proxies do.</param>
    /// <param name="retryAfter">Sent as Retry-After in whole seconds.</param>
    /// <param name="message">The message of the error document.</param>
    /// <returns>The fault.</returns>
    public static EmbeddedFault Status(HttpStatusCode status, string? code = null, TimeSpan? retryAfter = null, string message = "Injected fault")
    {
        var error = new EmbeddedS3Exception(status, code ?? string.Empty, message);
        return new EmbeddedFault($"{(int)status} {code}")
        {
            Error = error,
            Instead = request => (code is null ? EmbeddedResponse.Empty(status) : EmbeddedResponse.Error(error, request.Target.Path, request.RequestId))
                .With("Retry-After", retryAfter is { } wait ? Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null),
        };
    }

    /// <summary>200 with an error document, as S3 may answer a copy or a completion that failed after the headers were sent.</summary>
    /// <param name="code">S3's code.</param>
    /// <returns>The fault.</returns>
    public static EmbeddedFault ErrorInOk(string code = "InternalError") => new($"200 with {code}")
    {
        Instead = request => EmbeddedResponse.Xml(
            S3Xml.Error(new EmbeddedS3Exception(HttpStatusCode.OK, code, "Injected fault"), request.Target.Path, request.RequestId)),
    };

    /// <summary>A body that is no S3 document.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">The text sent.</param>
    /// <param name="contentType">Its type.</param>
    /// <returns>The fault.</returns>
    public static EmbeddedFault Garbage(HttpStatusCode status = HttpStatusCode.OK, string body = "<html><body>Bad gateway", string contentType = "text/html") =>
        new($"{(int)status} with garbage")
        {
            Instead = _ => EmbeddedResponse.Xml(Encoding.UTF8.GetBytes(body), status).With("Content-Type", contentType),
        };

    /// <summary>A redirect to another endpoint, as S3 answers for a bucket of another region.</summary>
    /// <param name="location">The address to go to; null sends no Location, as S3 does when the region header is all it says.</param>
    /// <param name="region">Sent as x-amz-bucket-region.</param>
    /// <param name="status">301 by default, 307 while a new bucket's name is spreading.</param>
    /// <returns>The fault.</returns>
    public static EmbeddedFault Redirect(Uri? location, string? region = null, HttpStatusCode status = HttpStatusCode.MovedPermanently) =>
        new($"{(int)status} to {location}")
        {
            Instead = request =>
            {
                var error = new EmbeddedS3Exception(
                    status,
                    status == HttpStatusCode.TemporaryRedirect ? "TemporaryRedirect" : "PermanentRedirect",
                    "The bucket you are attempting to access must be addressed using the specified endpoint.");
                if (location is not null)
                {
                    error.With("Endpoint", location.Authority).With("Bucket", request.Target.Bucket ?? string.Empty);
                }

                return EmbeddedResponse.Error(error, request.Target.Path, request.RequestId)
                    .With("Location", location?.AbsoluteUri)
                    .With("x-amz-bucket-region", region);
            },
        };

    /// <summary>Whatever else a server may say.</summary>
    /// <param name="answer">Makes the answer, anew for every request.</param>
    /// <returns>The fault.</returns>
    public static EmbeddedFault Answer(Func<HttpResponseMessage> answer) => new("custom answer") { Instead = _ => answer() };
}
