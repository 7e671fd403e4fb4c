using S3Kit.Resilience;

namespace S3Kit.Tests.Resilience;

public sealed class FailureSummaryTests
{
    [Test]
    public void Of_AttemptThatWasGivenUp_IsATimeoutAndNoTypeOfOurOwn()
    {
        var error = new AbandonedAttemptException("Silent", new IOException(), CancellationToken.None);

        Assert.That(FailureSummary.Of(error), Is.EqualTo("Timeout"));
        Assert.That(FailureSummary.KindOf(error), Is.EqualTo(S3ErrorKind.Timeout));
    }
}
