using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast4.A16
{
    public sealed record JobSpec(string Name, TimeSpan Period, Action<TextWriter> Body)
    {
        internal string JournalName => string.Concat(Name.Split(Path.GetInvalidFileNameChars())) + ".journal";
    }

    /// <summary>Append-only record of the runs of one job.</summary>
    internal sealed class JobJournal : IDisposable
    {
        private readonly StreamWriter _writer;

        public JobJournal(string path) => _writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read));

        public int Runs { get; private set; }

        public void Record(DateTimeOffset at, Exception? failure)
        {
            lock (_writer)
            {
                Runs++;
                _writer.WriteLine($"{at:O} {(failure is null ? "ok" : failure.Message)}");
            }
        }

        public void Dispose() => _writer.Dispose();
    }

    public sealed class JobScheduler : IDisposable
    {
        private readonly object _lock = new();
        private readonly Dictionary<string, Timer> _timers = new(StringComparer.Ordinal);
        private readonly Dictionary<string, JobJournal> _journals = new(StringComparer.Ordinal); //! LEAK1004
        private readonly string _directory;
        private bool _stopped;

        private JobScheduler(string directory) => _directory = directory;

        public static JobScheduler StartIn(string directory)
        {
            Directory.CreateDirectory(directory);
            return new JobScheduler(directory);
        }

        public bool Schedule(JobSpec job)
        {
            lock (_lock)
            {
                if (_stopped || _timers.ContainsKey(job.Name))
                    return false;
                _timers.Add(job.Name, Arm(job));
                return true;
            }
        }

        public void Reschedule(JobSpec job)
        {
            lock (_lock)
            {
                if (_stopped)
                    return;
                _timers[job.Name] = Arm(job); //! LEAK1001
            }
        }

        public bool Cancel(string name)
        {
            Timer? timer;
            lock (_lock)
            {
                if (!_timers.Remove(name, out timer))
                    return false;
            }

            timer.Dispose();
            return true;
        }

        private Timer Arm(JobSpec job) => new(_ => RunOnce(job), null, job.Period, job.Period);

        private void RunOnce(JobSpec job)
        {
            JobJournal? journal;
            lock (_lock)
            {
                if (_stopped)
                    return;
                if (!_journals.TryGetValue(job.Name, out journal))
                {
                    journal = new JobJournal(Path.Combine(_directory, job.JournalName));
                    _journals.Add(job.Name, journal);
                }
            }

            Exception? failure = null;
            try
            {
                job.Body(TextWriter.Null);
            }
            catch (Exception e)
            {
                failure = e;
            }

            journal.Record(DateTimeOffset.UtcNow, failure);
        }

        public IReadOnlyDictionary<string, int> Runs()
        {
            lock (_lock)
                return _journals.ToDictionary(p => p.Key, p => p.Value.Runs);
        }

        public void Dispose()
        {
            Timer[] timers;
            lock (_lock)
            {
                _stopped = true;
                timers = _timers.Values.ToArray();
                _timers.Clear();
            }

            foreach (Timer timer in timers)
                timer.Dispose();
        }
    }
}

namespace Samples.SeenLast4.A18
{
    public readonly record struct ModbusAddress(string Host, byte Unit)
    {
        public static ModbusAddress Parse(string text)
        {
            int at = text.LastIndexOf('/');
            return at < 0 ? new(text, 1) : new(text[..at], byte.Parse(text.AsSpan(at + 1)));
        }
    }

    internal sealed class DeviceLink : IDisposable
    {
        private readonly UdpClient _udp;

        private DeviceLink(ModbusAddress address)
        {
            Address = address;
            _udp = new UdpClient();
            _udp.Client.ReceiveTimeout = 500;
        }

        public ModbusAddress Address { get; }

        public static DeviceLink Open(ModbusAddress address)
        {
            var link = new DeviceLink(address);
            try
            {
                link._udp.Connect(address.Host, 502);
                return link;
            }
            catch
            {
                link.Dispose();
                throw;
            }
        }

        public byte[] Exchange(ReadOnlySpan<byte> request)
        {
            lock (_udp)
            {
                _udp.Send(request);
                IPEndPoint? from = null;
                return _udp.Receive(ref from);
            }
        }

        public void Dispose() => _udp.Dispose();
    }

    public static class ModbusGateway
    {
        private static readonly ConcurrentDictionary<ModbusAddress, DeviceLink> s_links = new();

        public static ushort ReadRegister(ModbusAddress address, ushort register)
        {
            if (!s_links.ContainsKey(address))
                s_links[address] = DeviceLink.Open(address); //! LEAK2001

            if (!s_links.TryGetValue(address, out DeviceLink? link))
                throw new IOException($"{address} went offline");

            byte[] answer = link.Exchange([address.Unit, 3, (byte)(register >> 8), (byte)register, 0, 1]);
            return (ushort)(answer[^2] << 8 | answer[^1]);
        }

        public static void Offline(ModbusAddress address)
        {
            if (s_links.TryRemove(address, out DeviceLink? link))
                link.Dispose();
        }
    }

    /// <summary>A write that waits for its confirmation; repeated by its timer until then.</summary>
    internal sealed class PendingWrite : IDisposable
    {
        private readonly Timer _repeat;

        public PendingWrite(ModbusAddress address, ushort register, Action again)
        {
            (Address, Register) = (address, register);
            _repeat = new Timer(_ => again(), null, 1000, 1000);
        }

        public ModbusAddress Address { get; }

        public ushort Register { get; }

        public void Dispose() => _repeat.Dispose();
    }

    public sealed class WriteTracker(Action<ModbusAddress, ushort> repeat) : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly List<PendingWrite> _pending = [];

        public void Sent(ModbusAddress address, ushort register)
        {
            var write = new PendingWrite(address, register, () => repeat(address, register));
            lock (_lock)
                _pending.Add(write); //! LEAK4002
        }

        public void Confirmed(ModbusAddress address, ushort register)
        {
            PendingWrite? found = null;
            lock (_lock)
            {
                int at = _pending.FindIndex(p => p.Address == address && p.Register == register);
                if (at >= 0)
                {
                    found = _pending[at];
                    _pending.RemoveAt(at);
                }
            }

            found?.Dispose();
        }

        public void Dispose()
        {
            List<PendingWrite> rest;
            lock (_lock)
            {
                rest = [.. _pending];
                _pending.Clear();
            }

            foreach (PendingWrite write in rest)
                write.Dispose();
        }
    }
}
