using System.Globalization;
using System.Net;

namespace S3Kit.Embedded;

/// <summary>Builds answers the way a connection would deliver them: status, headers, and a body that is read once.</summary>
internal static class EmbeddedResponse
{
    public static HttpResponseMessage Empty(HttpStatusCode status = HttpStatusCode.OK) => new(status) { Content = new ByteArrayContent([]) };

    public static HttpResponseMessage Xml(byte[] document, HttpStatusCode status = HttpStatusCode.OK)
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(document) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/xml");
        return response;
    }

    public static HttpResponseMessage Error(EmbeddedS3Exception error, string? resource, string requestId)
    {
        // 304 is the one refusal without a document.
        var response = error.Status == HttpStatusCode.NotModified ? Empty(error.Status) : Xml(S3Xml.Error(error, resource, requestId), error.Status);
        foreach (var header in error.Headers)
        {
            response.With(header.Key, header.Value);
        }

        return response;
    }

    /// <summary>Sets a header where .NET keeps it: with the response or with its content.</summary>
    public static HttpResponseMessage With(this HttpResponseMessage response, string name, string? value)
    {
        if (value is null)
        {
            return response;
        }

        if (response.Headers.NonValidated.Contains(name))
        {
            response.Headers.Remove(name);
        }

        if (!response.Headers.TryAddWithoutValidation(name, value))
        {
            response.Content.Headers.Remove(name);
            response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    /// <summary>What every answer carries, and the body taken away from an answer to HEAD.</summary>
    public static HttpResponseMessage Finish(HttpResponseMessage response, HttpRequestMessage request, string requestId, DateTimeOffset now)
    {
        response.RequestMessage = request;
        response.Version = request.Version;
        response.With("x-amz-request-id", requestId).With("x-amz-id-2", "embedded").With("Server", "S3Kit");
        response.With("Date", now.UtcDateTime.ToString("r", CultureInfo.InvariantCulture));
        if (request.Method == HttpMethod.Head)
        {
            WithoutBody(response);
        }

        return response;
    }

    private static void WithoutBody(HttpResponseMessage response)
    {
        var content = response.Content;
        var empty = new ByteArrayContent([]);
        var succeeded = response.IsSuccessStatusCode;
        foreach (var header in content.Headers.NonValidated)
        {
            if (succeeded || !string.Equals(header.Key, "Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                empty.Headers.TryAddWithoutValidation(header.Key, header.Value.ToString());
            }
        }

        response.Content = empty;
        content.Dispose();
    }
}
