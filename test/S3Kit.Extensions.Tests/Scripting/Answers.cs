using System.Net;
using System.Text;

namespace S3Kit.Tests.Scripting;

/// <summary>Answers as an S3 server gives them.</summary>
internal static class Answers
{
    public static HttpResponseMessage Ok()
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
        response.Headers.TryAddWithoutValidation("ETag", "\"0123456789abcdef0123456789abcdef\"");
        return response;
    }

    public static HttpResponseMessage Object(byte[] bytes)
    {
        HttpResponseMessage response = Ok();
        response.Content = new ByteArrayContent(bytes);
        return response;
    }

    /// <summary>An object whose bytes come from a stream, announced with a length that may be a lie.</summary>
    public static HttpResponseMessage Object(Stream body, long length)
    {
        HttpResponseMessage response = Ok();
        response.Content = new StreamContent(body);
        response.Content.Headers.ContentLength = length;
        return response;
    }

    public static HttpResponseMessage Error(HttpStatusCode status, string? code = null, Action<HttpResponseMessage>? change = null)
    {
        var response = new HttpResponseMessage(status)
        {
            Content = new StringContent(code is null ? "" : $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>As scripted</Message></Error>", Encoding.UTF8, "application/xml"),
        };
        change?.Invoke(response);
        return response;
    }

    public static HttpResponseMessage Xml(string document) => new(HttpStatusCode.OK) { Content = new StringContent(document, Encoding.UTF8, "application/xml") };
}
