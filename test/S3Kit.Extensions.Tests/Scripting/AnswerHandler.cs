namespace S3Kit.Tests.Scripting;

/// <summary>Changes what the embedded store answers.</summary>
internal sealed class AnswerHandler(Action<HttpRequestMessage, HttpResponseMessage> change) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        change(request, response);
        return response;
    }
}
