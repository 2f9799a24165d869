using Microsoft.Extensions.Logging;
using System.Net.Sockets;

// Hosts, tables and boards: one loop, tasks that have ended, and one bug among them.
namespace Samples.RightInTheEnd2.B36
{
    public enum Verdict
    {
        Healthy,
        Slow,
        Dead,
    }

    public sealed record Check(string Target, Verdict Verdict, TimeSpan Took);

    internal sealed class TcpCheck(string host, int port)
    {
        public string Target => $"{host}:{port}";

        public async Task<Check> RunAsync(TimeSpan limit, CancellationToken token)
        {
            var started = TimeProvider.System.GetTimestamp();
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(host, port, token).AsTask().WaitAsync(limit, token).ConfigureAwait(false);
                var took = TimeProvider.System.GetElapsedTime(started);
                return new Check(Target, took > limit / 2 ? Verdict.Slow : Verdict.Healthy, took);
            }
            catch (Exception ex) when (ex is SocketException or TimeoutException)
            {
                return new Check(Target, Verdict.Dead, TimeProvider.System.GetElapsedTime(started));
            }
        }
    }

    public sealed class HealthBoard : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly List<TcpCheck> _checks = [];
        private readonly List<Task<Check>> _running = [];
        private readonly Dictionary<string, Check> _board = new(StringComparer.OrdinalIgnoreCase);
        private readonly CancellationTokenSource _stop = new();
        private readonly ILogger<HealthBoard> _logger;
        private readonly Timer _tick;
        private int _disposed;
        private readonly TimeSpan _limit = TimeSpan.FromSeconds(3);

        public HealthBoard(IEnumerable<(string Host, int Port)> targets, ILogger<HealthBoard> logger)
        {
            _logger = logger;
            foreach (var (host, port) in targets) _checks.Add(new TcpCheck(host, port));
            _tick = new Timer(OnTick, _stop.Token, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        }

        public IReadOnlyCollection<Check> Current
        {
            get { lock (_gate) return [.. _board.Values]; }
        }

        private void OnTick(object? state)
        {
            var token = (CancellationToken)state!;
            lock (_gate)
            {
                foreach (var done in TakeFinished()) Harvest(done);
                if (token.IsCancellationRequested || _running.Count > 0) return;
                foreach (var check in _checks) _running.Add(check.RunAsync(_limit, token));
            }
        }

        private List<Task<Check>> TakeFinished()
        {
            var ended = _running.Where(t => t.IsCompleted).ToList();
            _running.RemoveAll(ended.Contains);
            foreach (var failed in ended.Where(t => t.IsFaulted)) _logger.LogError(failed.Exception, "a health check failed");
            return ended.Where(t => t.IsCompletedSuccessfully).ToList();
        }

        private void Harvest(Task<Check> task)
        {
            var check = task.Result;
            var changed = !_board.TryGetValue(check.Target, out var before) || before.Verdict != check.Verdict;
            _board[check.Target] = check;
            if (changed) _logger.LogInformation("{Target} is {Verdict}", check.Target, check.Verdict);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
            _tick.Dispose();
            _stop.Cancel();
            _stop.Dispose();
        }
    }
}

namespace Microsoft.Extensions.Logging
{
    public interface ILogger<T>
    {
    }

    public static class LoggerExtensions
    {
        public static void LogInformation<T>(this ILogger<T> logger, string message, params object?[] values) => Console.WriteLine(message, values);

        public static void LogWarning<T>(this ILogger<T> logger, string message, params object?[] values) => Console.WriteLine(message, values);

        public static void LogWarning<T>(this ILogger<T> logger, Exception? error, string message, params object?[] values) => Console.WriteLine(error?.Message + message, values);

        public static void LogError<T>(this ILogger<T> logger, Exception? error, string message, params object?[] values) => Console.WriteLine(error?.Message + message, values);
    }
}
