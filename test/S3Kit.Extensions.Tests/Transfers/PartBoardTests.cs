using S3Kit.Transfers;

namespace S3Kit.Tests.Transfers;

public sealed class PartBoardTests
{
    [TestCase(1, 10, 1, 1)]
    [TestCase(10, 10, 1, 10)]
    [TestCase(11, 10, 2, 1)]
    [TestCase(100, 10, 10, 10)]
    public void Parts_OfAnySize_CoverTheFile(long size, long partSize, int count, long last)
    {
        var board = new PartBoard(size, partSize, hasFront: true);

        FilePart part = board.TakeFromBack()!.Value;

        Assert.That((board.Count, part.Number, part.Length, part.End), Is.EqualTo((count, count - 1, last, size)));
    }

    [Test]
    public void Parts_OfAnAbsurdSize_AreNotTooMany() => Assert.That(new PartBoard(1L << 62, 65536, hasFront: true).Count, Is.LessThanOrEqualTo(100_000));

    [Test]
    public void Take_FromBothEnds_EachPartOnce()
    {
        var board = new PartBoard(50, 10, hasFront: true);

        int?[] taken = [board.TakeFromFront(0)?.Number, board.TakeFromBack()?.Number, board.TakeFromBack()?.Number, board.TakeFromFront(1)?.Number, board.TakeFromFront(2)?.Number, board.TakeFromFront(3)?.Number, board.TakeFromBack()?.Number];

        Assert.That(taken, Is.EqualTo(new int?[] { 0, 4, 3, 1, 2, null, null }));
    }

    [Test]
    public void Leave_WhileTheFrontReads_ItGetsThemAll()
    {
        var board = new PartBoard(30, 10, hasFront: true);
        board.TakeFromFront(0);
        FilePart part = board.TakeFromBack()!.Value;

        Assert.That(board.TryLeaveToFront(part), Is.True);

        Assert.That(board.TakeFromBack(), Is.Null);
        Assert.That(new[] { board.TakeFromFront(1)?.Number, board.TakeFromFront(2)?.Number }, Is.EqualTo(new int?[] { 1, 2 }));
    }

    [Test]
    public void Leave_FrontIsOver_StaysWithWhoHasIt()
    {
        var board = new PartBoard(30, 10, hasFront: true);
        board.TakeFromFront(0);
        FilePart last = board.TakeFromBack()!.Value;
        FilePart middle = board.TakeFromBack()!.Value;
        Assert.That(board.TakeFromFront(1), Is.Null);

        Assert.That((board.TryLeaveToFront(middle), board.TryLeaveToFront(last)), Is.EqualTo((false, false)));
    }

    [Test]
    public void Done_Parts_AreJoined()
    {
        var board = new PartBoard(45, 10, hasFront: false);
        var parts = Enumerable.Range(0, 5).Select(_ => board.TakeFromBack()!.Value).ToDictionary(part => part.Number);

        foreach (int number in new[] { 4, 1, 0 })
        {
            board.Complete(parts[number], 0);
        }

        Assert.That(board.Done, Is.EqualTo(new[] { new ByteSpan(0, 20), new ByteSpan(40, 45) }));
    }

    [Test]
    public void Restore_SpansOfAnotherPartSize_CountsPartsThatLieWholeWithin()
    {
        var board = new PartBoard(45, 10, hasFront: false);

        (int parts, long bytes) = board.Restore([new ByteSpan(0, 15), new ByteSpan(19, 31), new ByteSpan(40, 45)]);

        Assert.That((parts, bytes), Is.EqualTo((3, 25L)));
        Assert.That(board.Done, Is.EqualTo(new[] { new ByteSpan(0, 10), new ByteSpan(20, 30), new ByteSpan(40, 45) }));
    }
}
