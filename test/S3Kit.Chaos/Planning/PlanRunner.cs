using S3Kit.Chaos.Faults;
using S3Kit.Chaos.Gateways;
using S3Kit.Chaos.Model;

namespace S3Kit.Chaos.Planning;

/// <summary>Does what the plan says, and undoes it.</summary>
/// <param name="plan">The plan.</param>
/// <param name="script">What kills and revives.</param>
/// <param name="proxies">The proxies by gateway; one without is reached directly.</param>
/// <param name="attempts">Is told when a gateway has died, and with it all that it had not done yet.</param>
internal sealed class PlanRunner(IReadOnlyList<ChaosStep> plan, GatewayScript script, IReadOnlyDictionary<int, FaultProxy> proxies, AttemptLog attempts)
{
    /// <summary>Follows the plan to its end; steps of one gateway in order, those of different ones at their own times.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        return Task.WhenAll(plan.GroupBy(step => step.Gateway).Select(async steps =>
        {
            foreach (var step in steps)
            {
                var wait = step.At - TimeProvider.System.GetElapsedTime(started);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, TimeProvider.System, cancellationToken);
                }

                await TakeAsync(step, cancellationToken);
            }
        }));
    }

    /// <summary>Makes everything work again.</summary>
    public async Task MendAsync()
    {
        foreach (var proxy in proxies.Values)
        {
            proxy.Fault = null;
        }

        await script.ResumeOrReviveAllAsync(AttemptLog.Gateways);
    }

    /// <summary>Gives every gateway a new process: what an old one had yet to do, it never will.</summary>
    public async Task RestartAllAsync(CancellationToken cancellationToken)
    {
        for (var gateway = 1; gateway <= AttemptLog.Gateways; gateway++)
        {
            await script.KillAsync(gateway, cancellationToken);
            await script.ReviveAsync(gateway, cancellationToken);
        }
    }

    private async Task TakeAsync(ChaosStep step, CancellationToken cancellationToken)
    {
        switch (step.Kind)
        {
            case StepKind.Kill:
                await script.KillAsync(step.Gateway, cancellationToken);
                break;
            case StepKind.Revive:
                // Whatever reached it before it was killed is over by now, done or not.
                attempts.GatewayDied(step.Gateway);
                await script.ReviveAsync(step.Gateway, cancellationToken);
                break;
            case StepKind.Freeze:
                await script.PauseAsync(step.Gateway, cancellationToken);
                break;
            case StepKind.Thaw:
                await script.ResumeAsync(step.Gateway, cancellationToken);
                break;
            default:
                proxies[step.Gateway].Fault = step.Fault;
                break;
        }
    }
}
