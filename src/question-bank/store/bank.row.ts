import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A question bank. Its items are found by their own rows. */
@Entity('bank')
export class BankRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  code!: string;

  @Column('jsonb')
  title!: Record<string, string>;

  @Column('jsonb')
  description!: Record<string, string>;

  @Column('text', { name: 'source_language' })
  sourceLanguage!: string;

  @Column('text', { array: true })
  languages!: string[];

  @Column('jsonb', { name: 'content_areas' })
  contentAreas!: Record<string, Record<string, string>>;

  @Column('jsonb')
  competencies!: Record<string, Record<string, string>>;

  @Column('bytea', { name: 'content_hash' })
  contentHash!: Buffer;
}
