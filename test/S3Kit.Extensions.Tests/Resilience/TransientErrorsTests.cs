using S3Kit.Protocol;
using S3Kit.Resilience;

namespace S3Kit.Tests.Resilience;

public sealed class TransientErrorsTests
{
    private static readonly S3ErrorContext Context = new("GetObject", "a", "bucket", "key");

    [TestCase(408, null, true)]
    [TestCase(425, null, true)]
    [TestCase(429, null, true)]
    [TestCase(500, null, true)]
    [TestCase(502, null, true)]
    [TestCase(503, null, true)]
    [TestCase(504, null, true)]
    [TestCase(500, "InternalError", true)]
    [TestCase(503, "ServiceUnavailable", true)]
    [TestCase(503, "SlowDown", true)]
    [TestCase(400, "RequestTimeout", true)]
    [TestCase(400, "IncompleteBody", true)]
    [TestCase(400, "BadDigest", true)]
    [TestCase(409, "OperationAborted", true)]
    [TestCase(301, "PermanentRedirect", false)]
    [TestCase(304, null, false)]
    [TestCase(400, null, false)]
    [TestCase(400, "InvalidArgument", false)]
    [TestCase(401, null, false)]
    [TestCase(403, "AccessDenied", false)]
    [TestCase(403, "SignatureDoesNotMatch", false)]
    [TestCase(404, "NoSuchKey", false)]
    [TestCase(405, "MethodNotAllowed", false)]
    [TestCase(409, "BucketNotEmpty", false)]
    [TestCase(411, null, false)]
    [TestCase(412, "PreconditionFailed", false)]
    [TestCase(416, "InvalidRange", false)]
    [TestCase(501, "NotImplemented", false)]
    [TestCase(505, null, false)]
    public void IsTransient_OfAnAnswer(int status, string? code, bool expected) =>
        Assert.That(TransientErrors.IsTransient(status, code), Is.EqualTo(expected));

    [TestCase(404, "NoSuchKey")]
    [TestCase(403, "AccessDenied")]
    [TestCase(412, "PreconditionFailed")]
    [TestCase(409, "BucketNotEmpty")]
    [TestCase(400, "InvalidArgument")]
    [TestCase(416, "InvalidRange")]
    [TestCase(304, null)]
    [TestCase(429, null)]
    [TestCase(503, "SlowDown")]
    public void Judge_AnswerAboutTheRequest_TheEndpointWorks(int status, string? code) =>
        Assert.That(TransientErrors.Judge(Answer(status, code)), Is.EqualTo(EndpointVerdict.Success));

    [TestCase(500, null)]
    [TestCase(500, "InternalError")]
    [TestCase(502, null)]
    [TestCase(503, null)]
    [TestCase(503, "ServiceUnavailable")]
    [TestCase(504, null)]
    public void Judge_AnswerOfAServerInTrouble_IsItsFailure(int status, string? code) =>
        Assert.That(TransientErrors.Judge(Answer(status, code)), Is.EqualTo(EndpointVerdict.Failure));

    [TestCase(S3TimeoutKind.Attempt, EndpointVerdict.Failure)]
    [TestCase(S3TimeoutKind.Connect, EndpointVerdict.Failure)]
    [TestCase(S3TimeoutKind.Stall, EndpointVerdict.Failure)]
    [TestCase(S3TimeoutKind.Total, EndpointVerdict.None)]
    public void Judge_Timeout_CountsUnlessItWasTheOperations(S3TimeoutKind kind, object expected) =>
        Assert.That(TransientErrors.Judge(S3Errors.Timeout(Context, kind, TimeSpan.FromSeconds(1))), Is.EqualTo(expected));

    [Test]
    public void Judge_NoAnswerAtAll()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(TransientErrors.Judge(null), Is.EqualTo(EndpointVerdict.Success));
            Assert.That(TransientErrors.Judge(S3Errors.Network(Context, new HttpRequestException("No route"))), Is.EqualTo(EndpointVerdict.Failure));
            Assert.That(TransientErrors.Judge(new AbandonedAttemptException("Silent", new IOException(), CancellationToken.None)), Is.EqualTo(EndpointVerdict.Failure));
            Assert.That(TransientErrors.Judge(new OperationCanceledException()), Is.EqualTo(EndpointVerdict.None));
            Assert.That(TransientErrors.Judge(new IOException("The caller's own stream")), Is.EqualTo(EndpointVerdict.None));
            Assert.That(TransientErrors.Judge(S3Errors.Integrity(Context, "The source was short.")), Is.EqualTo(EndpointVerdict.None));
        }
    }

    private static S3KitException Answer(int status, string? code)
    {
        byte[] document = code is null ? [] : System.Text.Encoding.UTF8.GetBytes($"<Error><Code>{code}</Code></Error>");
        return S3Errors.FromAnswer(Context, status, S3ErrorBody.Parse(document), "id", null);
    }
}
