using System.Net;

namespace S3Kit.Benchmarks.Micro;

/// <summary>Answers at once, without a network.</summary>
internal sealed class AnsweringHandler : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]), RequestMessage = request };
        response.Headers.TryAddWithoutValidation("ETag", "\"0123456789abcdef0123456789abcdef\"");
        return Task.FromResult(response);
    }
}
