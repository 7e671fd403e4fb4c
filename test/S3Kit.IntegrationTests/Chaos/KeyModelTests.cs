using S3Kit.Chaos.Model;

namespace S3Kit.IntegrationTests;

/// <summary>What the chaos run lets pass, and what it does not.</summary>
public sealed class KeyModelTests
{
    private static readonly Content First = Content.Of(1, 10);
    private static readonly Content Second = Content.Of(2, 20);

    [Test]
    public void Acknowledged_NothingElseIsAccepted()
    {
        var key = new KeyModel("a");
        Write(key, First);
        Write(key, Second);

        Assert.That(AcceptedOf(key), Is.EqualTo(new[] { Second }));
    }

    [Test]
    public void Failed_MayOrMayNotBeThere()
    {
        var key = new KeyModel("a");
        Write(key, First);
        key.BeginWrite(Second);
        key.Sending(1);
        key.WriteFailed();

        Assert.That(AcceptedOf(key), Is.EquivalentTo(new[] { First, Second }));
        Assert.That((key.Acknowledged, key.HasFailedSince), Is.EqualTo((First, true)));
    }

    [Test]
    public void AttemptWithoutAnswer_MayComeAfterWhatWasAcknowledgedSince_UntilItsGatewayHasDied()
    {
        var key = new KeyModel("a");
        key.BeginWrite(First);
        key.Sending(2);
        key.Answered(key.Sending(1), isOver: true);
        key.WriteSucceeded();
        Write(key, Second);
        Assert.That(AcceptedOf(key), Is.EquivalentTo(new[] { First, Second }));

        key.GatewayDied(2);
        Write(key, Second);

        Assert.That(AcceptedOf(key), Is.EqualTo(new[] { Second }));
    }

    [Test]
    public void AnswerThatGoesOn_IsOverWithItsOperation()
    {
        var key = new KeyModel("a");
        key.BeginWrite(First);
        key.Answered(key.Sending(1), isOver: false);
        key.WriteSucceeded();
        Write(key, Second);

        Assert.That(AcceptedOf(key), Is.EqualTo(new[] { Second }));
    }

    [Test]
    public void Deleted_IsNothing()
    {
        var key = new KeyModel("a");
        Write(key, First);
        Write(key, Content.None);

        Assert.That(AcceptedOf(key), Is.EqualTo(new[] { Content.None }));
    }

    private static void Write(KeyModel key, Content content)
    {
        key.BeginWrite(content);
        key.Answered(key.Sending(1), isOver: true);
        key.WriteSucceeded();
    }

    private static List<Content> AcceptedOf(KeyModel key)
    {
        var accepted = new List<Content>();
        foreach (var content in new[] { Content.None, First, Second })
        {
            if (key.Accepts(each => each == content))
            {
                accepted.Add(content);
            }
        }

        return accepted;
    }
}
