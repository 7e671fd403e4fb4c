using S3Kit.Routing;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Routing;

public sealed class SerialQueueTests
{
    [Test]
    public async Task Add_FromManyThreads_HandlesAllOneAtATimeInOrder()
    {
        const int Threads = 8;
        const int Each = 1000;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handled = new List<(int Thread, int Number)>();
        int inside = 0;
        bool wereTwo = false;
        var queue = new SerialQueue<(int Thread, int Number)>(item =>
        {
            wereTwo |= Interlocked.Increment(ref inside) > 1;
            handled.Add(item);
            Interlocked.Decrement(ref inside);
            if (handled.Count == Threads * Each)
            {
                done.SetResult();
            }
        });

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                queue.Add((thread, i));
            }
        })));
        await done.Task.Soon();

        Assert.That(wereTwo, Is.False);
        Assert.That(handled.GroupBy(item => item.Thread).Select(group => group.Select(item => item.Number)), Is.All.EqualTo(Enumerable.Range(0, Each)));
    }

    [Test]
    public async Task Add_HandlingThrows_TheRestIsHandled()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var queue = new SerialQueue<int>(item =>
        {
            if (item < 2)
            {
                throw new InvalidOperationException();
            }

            done.SetResult();
        });

        queue.Add(0);
        queue.Add(1);
        queue.Add(2);

        await done.Task.Soon();
    }
}
