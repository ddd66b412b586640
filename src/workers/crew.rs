//! The page's account of its workers: who is there, what each is at, who went silent.

use std::collections::BTreeMap;

use crate::workers::protocol::{Generation, Job, JobId, WorkerId};

/// A worker that is at a job and gives no sign for so long is ended.
pub const SILENCE_MS: f64 = 10_000.0;

/// Jobs that a worker may have before it: the next one is there when it finishes one, even
/// while the page is busy drawing.
pub const JOBS_AHEAD: usize = 2;

#[derive(Debug)]
struct Worker {
    /// It has said Hello.
    ready: bool,
    jobs: Vec<Job>,
    heard_ms: f64,
    heap_bytes: u64,
    role: Role,
}

/// A decoder does short jobs and is never blocked by an archive; an unpacker has one archive, and
/// is ended with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Decoder,
    Unpacker,
}

/// All workers and what they are at.
#[derive(Debug, Default)]
pub struct Crew {
    workers: BTreeMap<WorkerId, Worker>,
    next_worker: u32,
    next_job: u32,
    pub generation: Generation,
}

impl Crew {
    /// A new worker that has been started and not been heard of.
    pub fn start(&mut self, role: Role, now_ms: f64) -> WorkerId {
        let id = WorkerId(self.next_worker);
        self.next_worker += 1;
        let worker = Worker {
            ready: false,
            jobs: Vec::new(),
            heard_ms: now_ms,
            heap_bytes: 0,
            role,
        };
        self.workers.insert(id, worker);
        id
    }

    pub fn hello(&mut self, id: WorkerId, now_ms: f64) {
        if let Some(worker) = self.workers.get_mut(&id) {
            worker.ready = true;
            worker.heard_ms = now_ms;
        }
    }

    /// The decoder with the fewest jobs, if any has fewer than `ahead` of them.
    #[must_use]
    pub fn free_decoder(&self, ahead: usize) -> Option<WorkerId> {
        self.workers
            .iter()
            .filter(|(_, worker)| worker.role == Role::Decoder)
            .filter(|(_, worker)| worker.ready && worker.jobs.len() < ahead)
            .min_by_key(|(_, worker)| worker.jobs.len())
            .map(|(id, _)| *id)
    }

    /// An unpacker without an archive.
    #[must_use]
    pub fn free_unpacker(&self) -> Option<WorkerId> {
        self.workers
            .iter()
            .filter(|(_, worker)| worker.role == Role::Unpacker)
            .find(|(_, worker)| worker.ready && worker.jobs.is_empty())
            .map(|(id, _)| *id)
    }

    /// Decoders without work whose heap has grown beyond this: a heap never shrinks.
    #[must_use]
    pub fn grown(&self, bytes: u64) -> Vec<WorkerId> {
        self.workers
            .iter()
            .filter(|(_, worker)| worker.role == Role::Decoder)
            .filter(|(_, worker)| worker.jobs.is_empty() && worker.heap_bytes > bytes)
            .map(|(id, _)| *id)
            .collect()
    }

    /// The next job's number.
    pub fn job_id(&mut self) -> JobId {
        let id = JobId(self.next_job);
        self.next_job += 1;
        id
    }

    pub fn assign(&mut self, id: WorkerId, job: Job, now_ms: f64) {
        if let Some(worker) = self.workers.get_mut(&id) {
            if worker.jobs.is_empty() {
                worker.heard_ms = now_ms;
            }
            worker.jobs.push(job);
        }
    }

    pub fn heartbeat(&mut self, id: WorkerId, now_ms: f64) {
        if let Some(worker) = self.workers.get_mut(&id) {
            worker.heard_ms = now_ms;
        }
    }

    /// Takes a finished job off the worker's list; `None` where it was given up meanwhile.
    pub fn finish(&mut self, id: WorkerId, job: JobId, heap: u64, now_ms: f64) -> Option<Job> {
        let worker = self.workers.get_mut(&id)?;
        worker.heard_ms = now_ms;
        worker.heap_bytes = heap;
        let at = worker.jobs.iter().position(|waiting| waiting.id == job)?;
        Some(worker.jobs.remove(at))
    }

    /// Takes a worker out; its jobs, the one that it was at first.
    pub fn end(&mut self, id: WorkerId) -> Vec<Job> {
        self.workers
            .remove(&id)
            .map(|worker| worker.jobs)
            .unwrap_or_default()
    }

    /// Workers that should have been heard of by now: with jobs, or without a first word.
    #[must_use]
    pub fn silent(&self, now_ms: f64) -> Vec<WorkerId> {
        self.workers
            .iter()
            .filter(|(_, worker)| !worker.ready || !worker.jobs.is_empty())
            .filter(|(_, worker)| now_ms - worker.heard_ms > SILENCE_MS)
            .map(|(id, _)| *id)
            .collect()
    }

    /// Some worker is to say something.
    #[must_use]
    pub fn is_waited_for(&self) -> bool {
        self.workers
            .values()
            .any(|worker| !worker.ready || !worker.jobs.is_empty())
    }

    /// Workers that are at something.
    #[must_use]
    pub fn busy(&self) -> Vec<WorkerId> {
        self.busy_but(|_| false)
    }

    /// Workers that are at something else than what is left out.
    #[must_use]
    pub fn busy_but(&self, left_out: impl Fn(&Job) -> bool) -> Vec<WorkerId> {
        let is_busy = |worker: &Worker| worker.jobs.iter().any(|job| !left_out(job));
        let busy = self.workers.iter().filter(|(_, worker)| is_busy(worker));
        busy.map(|(id, _)| *id).collect()
    }

    /// True where the worker has said Hello.
    #[must_use]
    pub fn is_ready(&self, id: WorkerId) -> bool {
        self.workers.get(&id).is_some_and(|worker| worker.ready)
    }

    /// Workers of a role, started or at work.
    #[must_use]
    pub fn count(&self, role: Role) -> usize {
        let of_role = |worker: &&Worker| worker.role == role;
        self.workers.values().filter(of_role).count()
    }

    /// What a worker is at.
    #[must_use]
    pub fn job(&self, id: WorkerId, job: JobId) -> Option<&Job> {
        let jobs = &self.workers.get(&id)?.jobs;
        jobs.iter().find(|waiting| waiting.id == job)
    }

    /// Every job that some worker has.
    pub fn jobs(&self) -> impl Iterator<Item = &Job> {
        self.workers.values().flat_map(|worker| &worker.jobs)
    }

    /// The workers' heaps, as each last said.
    #[must_use]
    pub fn heap_bytes(&self) -> u64 {
        self.workers.values().map(|worker| worker.heap_bytes).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::FileId;
    use crate::workers::protocol::{Source, Task};

    fn job(crew: &mut Crew, file: u32) -> Job {
        Job {
            id: crew.job_id(),
            generation: crew.generation,
            file: FileId(file),
            source: Source::File,
            task: Task::Head,
        }
    }

    #[test]
    fn work_goes_to_the_least_busy_who_has_said_hello() {
        let mut crew = Crew::default();
        let (first, second) = (
            crew.start(Role::Decoder, 0.0),
            crew.start(Role::Decoder, 0.0),
        );
        assert_eq!(crew.free_decoder(JOBS_AHEAD), None);
        crew.hello(first, 1.0);
        crew.hello(second, 1.0);
        let by_turns = [first, second].repeat(JOBS_AHEAD);
        for (file, expected) in (0..).zip(by_turns) {
            assert_eq!(crew.free_decoder(JOBS_AHEAD), Some(expected));
            let next = job(&mut crew, file);
            crew.assign(expected, next, 2.0);
        }
        assert_eq!(crew.free_decoder(JOBS_AHEAD), None);
    }

    #[test]
    fn silence_counts_from_the_last_word_and_only_with_work() {
        let mut crew = Crew::default();
        let worker = crew.start(Role::Decoder, 0.0);
        crew.hello(worker, 0.0);
        assert!(crew.silent(60_000.0).is_empty());
        let next = job(&mut crew, 0);
        let id = next.id;
        crew.assign(worker, next, 60_000.0);
        crew.heartbeat(worker, 65_000.0);
        assert!(crew.silent(75_000.0).is_empty());
        assert_eq!(crew.silent(75_001.0), [worker]);
        assert!(crew.finish(worker, id, 0, 75_002.0).is_some());
        assert!(crew.finish(worker, id, 0, 75_003.0).is_none());
    }
}
