namespace S3Kit.Tests.Semantics;

/// <summary>Changes what was signed on its way.</summary>
internal sealed class ForgingHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string authorization = request.Headers.GetValues("Authorization").Single();
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", authorization[..^4] + (authorization.EndsWith("0000", StringComparison.Ordinal) ? "1111" : "0000"));
        return base.SendAsync(request, cancellationToken);
    }
}
