using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace S3Kit.Tests.Protocol;

/// <summary>Answers of a server, well-formed and otherwise.</summary>
internal static class Replies
{
    public static HttpResponseMessage Empty(int status) => Bytes(status, [], null);

    public static HttpResponseMessage Text(int status, string text, string type = "application/xml") => Bytes(status, Encoding.UTF8.GetBytes(text), type);

    public static HttpResponseMessage Bytes(int status, byte[] bytes, string? type = "application/octet-stream") => Content(status, new ByteArrayContent(bytes), type);

    public static HttpResponseMessage Error(int status, string code, string message = "Because.", string more = "") =>
        Text(status, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message>{more}</Error>");

    /// <summary>A body that yields a beginning and then fails as a connection that was closed does.</summary>
    public static HttpResponseMessage Broken(int status, string beginning, long? announced = null)
    {
        HttpResponseMessage response = Content(status, new StreamContent(new FailingStream(Encoding.UTF8.GetBytes(beginning), static () => new HttpIOException(HttpRequestError.ResponseEnded))), "application/xml");
        response.Content.Headers.ContentLength = announced;
        return response;
    }

    public static HttpResponseMessage With(this HttpResponseMessage response, string name, string value)
    {
        if (name == "ETag")
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

    /// <summary>What a proxy or a web server says that knows nothing of S3.</summary>
    public static HttpResponseMessage Page(int status)
    {
        HttpResponseMessage response = Text(status, "<!DOCTYPE html><html><body><p>Please log in<br></body></html>", "text/html");
        response.Headers.Remove("ETag");
        return response;
    }

    private static HttpResponseMessage Content(int status, HttpContent content, string? type)
    {
        content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = content };
        if (status is 200 or 206)
        {
            // Every store tells it of an object; who does not is none.
            response.Headers.TryAddWithoutValidation("ETag", "\"0123456789abcdef0123456789abcdef\"");
        }

        return response;
    }
}
